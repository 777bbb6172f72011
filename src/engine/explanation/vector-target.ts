import type { ValueDifference } from '../../protocol/prediction';
import { LensError } from '../../protocol/error';
import { readInput, type NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import { Execution, type JobOptions } from '../session/execution';
import {
  meanDirection,
  VALUE,
  VECTOR,
  VECTOR_SCORE,
  withVectorScore,
  type VectorScore,
} from '../task/target/vector-score';
import { outputGradientOf, type Score } from '../session/score';
import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { ExplainedTarget } from './explained-target';
import { extendedNetwork } from './extended-network';

/** The sum of the scores of several labels. @throws LensError where the model has scores at positions */
export function groupTarget(
  model: OpenedModel,
  input: NetworkInput,
  indices: readonly number[],
  options: JobOptions,
): Promise<ExplainedTarget> {
  const weights = new Float32Array(sizeOf(vectorDims(model, 'a group of labels')));
  for (const index of indices) weights[index] = 1;
  return vectorTarget(model, input, 'weighted', floats([1, weights.length], weights), options);
}

/**
 * The sum of scores less that of another class, read as theirs: at the same positions of a dense output. Its
 * probability is the share of the first among the two, a sigmoid of the difference.
 * @throws LensError where the model tells no classes
 */
export async function differenceTarget(
  model: OpenedModel,
  input: NetworkInput,
  { scores, against }: { readonly scores: readonly Score[]; readonly against: number },
  options: JobOptions,
): Promise<ExplainedTarget> {
  if (model.detector)
    throw new LensError({
      code: 'invalid-argument',
      what: 'the difference of two classes is asked of a whole image or of a region, and this model finds boxes',
      next: 'Choose a box, or one class',
    });
  const weights = sumOf(model, scores, against);
  if (weights.data.every((weight) => weight === 0))
    throw new LensError({
      code: 'invalid-argument',
      what: 'a class less itself is always 0',
      next: 'Name two different classes',
    });
  const target = await vectorTarget(model, input, 'weighted', weights, options);
  return { ...target, score: { index: 1, kind: 'logit', link: 'sigmoid' } };
}

interface ValueScores {
  readonly scores: readonly Score[];
  /** An estimate that is taken off theirs. */
  readonly against?: number;
  readonly difference: ValueDifference;
}

/**
 * By how far an estimate is from a value; of estimates at positions their mean over the region.
 * @throws LensError where the model estimates nothing
 */
export async function valueTarget(
  model: OpenedModel,
  input: NetworkInput,
  { scores, against, difference }: ValueScores,
  options: JobOptions,
): Promise<ExplainedTarget> {
  if (model.detector || model.network.graph.link !== 'identity')
    throw new LensError({
      code: 'invalid-argument',
      what: 'the difference to a value is asked of a model that estimates numbers, and this one tells classes',
      next: 'Name a class, or say "task": "regression" in the sidecar where its outputs are estimates',
    });
  const weights = sumOf(model, scores, against);
  const positions = sizeOf(model.network.graph.logitsDims.slice(1));
  const places = scores[0].mask?.reduce((a, b) => a + b, 0) ?? positions;
  const mean = floats(
    weights.dims,
    weights.data.map((weight) => weight / places),
  );
  const kind = difference.absolute ? 'deviation' : 'difference';
  return vectorTarget(model, input, kind, mean, options, { [VALUE]: floats([1, 1], [difference.from]) });
}

/** The weight of every output in the sum of scores, less that of another class, [1, outputs]. */
function sumOf({ network }: OpenedModel, scores: readonly Score[], against?: number): FloatTensor {
  const dims = [1, ...network.graph.logitsDims];
  const weights = new Float32Array(sizeOf(dims));
  const add = (score: Score, sign: number): void =>
    outputGradientOf(score, dims).data.forEach((value, k) => (weights[k] += sign * value));
  for (const score of scores) add(score, 1);
  if (against !== undefined) add({ ...scores[0], index: against }, -1);
  return floats([1, weights.length], weights);
}

/** How near the embedding of an image is to those of references. @throws LensError where one cannot be read */
export async function referenceTarget(
  model: OpenedModel,
  input: NetworkInput,
  { files, measure }: { readonly files: readonly string[]; readonly measure: 'similarity' | 'distance' },
  options: JobOptions,
): Promise<ExplainedTarget> {
  vectorDims(model, 'a reference');
  const { network, recipe } = model;
  const embeddings: FloatTensor[] = [];
  for (const file of files) {
    const reference = await readInput(file, network.graph.inputDims, recipe);
    embeddings.push(await network.logits(reference.tensor, new Execution(options.signal, options.lane)));
  }
  return vectorTarget(model, input, measure, meanDirection(embeddings), options);
}

/** The dimensions of one row of scores. @throws LensError where the model has none, by what is asked of it */
export function vectorDims({ network }: OpenedModel, what: string): readonly number[] {
  const { logitsDims, link } = network.graph;
  const [count, ...positions] = logitsDims;
  const isPair = count === 1 && link !== 'identity';
  if (positions.every((d) => d === 1) && !isPair) return logitsDims;
  throw new LensError({
    code: 'invalid-argument',
    what: `${what} can be asked of a model with one row of scores, and this one has ${isPair ? 'one number for two classes' : `[${logitsDims.join(', ')}]`}`,
    next: 'Name one class',
  });
}

async function vectorTarget(
  model: OpenedModel,
  input: NetworkInput,
  kind: VectorScore,
  vector: FloatTensor,
  options: JobOptions,
  values: Readonly<Record<string, FloatTensor>> = {},
): Promise<ExplainedTarget> {
  const { logits } = model.network.graph;
  const extension = {
    key: `vector:${kind}`,
    graph: (graph: OpenedModel['network']['model']) => withVectorScore(graph, logits, vector.data.length, kind),
    scores: VECTOR_SCORE,
    count: 1,
    reads: [logits],
    values: { [VECTOR]: vector, ...values },
  };
  const network = await extendedNetwork(model.network, extension, input.tensor, options);
  return { model: { ...model, network }, score: { index: 0, kind: 'logit', link: 'identity' } };
}
