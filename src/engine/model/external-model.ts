import { LensError } from '../../protocol/error';
import type { Recipe } from '../../protocol/recipe';
import type { TaskDescription } from '../../protocol/task';
import { isExternal } from '../graph/external';
import { logitsOf, type Logits } from '../graph/logits';
import { ints, type Model, type Value } from '../graph/model';
import { withShapes } from '../graph/shapes';
import { readSidecar } from '../image/sidecar';
import type { ExternalNetwork } from '../session/external-network';
import { logitsForTask, taskOf } from '../task';
import { inOrder, toChannelsLast } from '../tensor/channel-order';
import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { ModelFile } from './model-file';
import type { ModelInput } from './model-input';
import { inputOf, type ModelOutline } from './model-outline';

/**
 * The outline of a model that an external runtime runs as a whole. It is run once, on an empty image, to find what it
 * makes: the shapes of its outputs, and whether they are probabilities already.
 */
export async function externalOutline(
  file: ModelFile,
  network: ExternalNetwork,
  given: Recipe = readSidecar(file.path),
): Promise<ModelOutline> {
  const input = inputOf(file, file.raw, given);
  const results = await triedOutputs(file.raw, network, input);
  const model = withShapes(withResults(file.raw, results));
  const logits = seenLogits(logitsOf(model, given.output, given.outputKind, input.layout), results, given);
  const [, height = 0, width = 0] = input.dims;
  const task = withoutBoxes(taskOf({ model, logits, size: [height, width] }, given.task));
  const read = task.id === 'regression' ? logitsForTask(logits, task) : logits;
  return { model, input: inputOf(file, file.raw, given, { logits: read }), logits: read, task, given: [] };
}

/** Boxes are read by operators behind a graph, which a network that runs as a whole has no place for. */
const withoutBoxes = (task: TaskDescription): TaskDescription =>
  task.id === 'detection'
    ? { id: 'regression', reason: `${task.reason}; the model runs as a whole, so that its numbers are read, not boxes` }
    : task;

/** What the scores are, by what was seen of them: rows of probabilities that sum to one, or that do not. */
function seenLogits(logits: Logits, results: ReadonlyMap<string, FloatTensor>, { outputKind }: Recipe): Logits {
  const scores = results.get(logits.tensor);
  if (!scores || logits.activation !== 'none') return logits;
  const areOne = areProbabilities(scores);
  if (outputKind === 'probabilities' && !areOne && logits.kind === 'classification')
    return { ...logits, link: 'sigmoid', kind: 'multilabel' };
  return outputKind === undefined && areOne ? { ...logits, link: 'softmax', holds: 'probabilities' } : logits;
}

/** What the network makes of an empty image, by the names of the graph. */
async function triedOutputs(
  { graph }: Model,
  network: ExternalNetwork,
  { dims, layout }: ModelInput,
): Promise<Map<string, FloatTensor>> {
  if (dims.length === 0 || dims.some((d) => d === 0)) {
    const open = dims.map((d) => d || '?').join(' × ');
    throw new LensError({
      code: 'wrong-shape',
      what: `the model leaves the size of its input ${graph.inputs[0].name} open (${open})`,
      next: 'Give the size in the sidecar (<model>.lens.json, "size": [height, width])',
    });
  }
  const shape = [1, ...dims];
  const own = layout === 'nhwc' ? inOrder(shape, toChannelsLast(shape.length)) : shape;
  const node = graph.nodes.find(isExternal)!;
  const { outputs } = node.attributes;
  const made = await network.run(
    floats(own, new Float32Array(sizeOf(own))),
    outputs?.kind === 'strings' ? outputs.value : [],
  );
  return new Map(node.outputs.map((name, k) => [name, made[k]]));
}

/** The model with the shapes it was seen to make; what has no batch axis in front can be no score. */
function withResults(model: Model, results: ReadonlyMap<string, FloatTensor>): Model {
  const { graph } = model;
  const scored = ([, { dims }]: readonly [string, FloatTensor]): boolean => dims.length >= 2 && dims[0] === 1;
  if (![...results].some(scored))
    throw new LensError({
      code: 'unsupported-model',
      what: 'none of its outputs has an axis of images and one of scores',
      next: 'Export a model that gives scores of classes',
    });
  const nodes = graph.nodes.map((node) => {
    if (!isExternal(node)) return node;
    const shapes = node.outputs.flatMap((name, k) =>
      scored([name, results.get(name)!]) ? [[`shape${k}`, ints(results.get(name)!.dims.slice(1))] as const] : [],
    );
    return { ...node, attributes: { ...node.attributes, ...Object.fromEntries(shapes) } };
  });
  const without = [...results].filter((entry) => !scored(entry)).map(([name]) => name);
  const outputs = graph.outputs
    .filter((output) => !without.includes(output.name))
    .map((output): Value => ({ ...output, shape: null }));
  return { ...model, graph: { ...graph, nodes, outputs } };
}

/** Every row of classes lies in [0, 1] and sums to one. */
function areProbabilities({ data, dims }: FloatTensor): boolean {
  const classes = dims.at(-1) ?? 1;
  if (classes < 2 || data.some((v) => !(v >= 0 && v <= 1))) return false;
  for (let start = 0; start < data.length; start += classes) {
    const sum = data.subarray(start, start + classes).reduce((a, b) => a + b, 0);
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}
