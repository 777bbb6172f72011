import { prepareWithoutRunning } from '../../graph/preparation';
import { networkGraph } from '../../model/network-graph';
import { asFloats, integers, type Tensor } from '../../tensor/tensor';
import type { Chosen, TrainableNetwork } from '../../training/gradient';
import { learnable, type Mode } from '../../training/learnable';
import { lossNamed } from '../../training/loss';
import type { CaseFiles, ReferenceCase } from '../adapter';

/** A network of a case that learns. */
export interface CaseNetwork {
  readonly network: TrainableNetwork;
  /** Names of the weights that learn, by the key that the case has for each. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The name of a weight as it stands in names of files. */
export const keyOf = (name: string): string => name.replace(/[^\w.-]/g, '_');

/** The network of a case, whose outputs `PREFIX.KEY` say which weights learn. */
export async function caseNetwork(
  { model, input, params, expected }: ReferenceCase,
  files: CaseFiles,
  prefix: string,
): Promise<CaseNetwork> {
  const read = await files.model(model as string);
  const keys = new Set(Object.keys(expected).filter((name) => name.startsWith(prefix)));
  const parameters = new Map(
    [...read.graph.weights.keys()].filter((name) => keys.has(prefix + keyOf(name))).map((name) => [keyOf(name), name]),
  );
  const ready = prepareWithoutRunning(learnable(read, [...parameters.values()], modeOf(params)));
  const output = ready.graph.outputs[0].name;
  const inputDims = files.array(input as string).dims.slice(1);
  const graph = networkGraph(ready, { logits: output, classAxis: 1, inputDims });
  return { network: { model: graph.model, input: graph.input, output }, parameters };
}

export const modeOf = ({ mode }: ReferenceCase['params']): Mode => (mode === 'training' ? 'training' : 'evaluation');

/** The loss of a case. */
export function lossOf(params: ReferenceCase['params']): Chosen {
  const options = ['reduction', 'labelSmoothing', 'classWeights', 'ignoreIndex', 'positiveWeights'];
  return { id: params.loss, params: given(params, options) };
}

/** Those of a case's parameters that it has, by name. */
export const given = (params: ReferenceCase['params'], names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => params[name] !== undefined).map((name) => [name, params[name]]));

/** The targets of a case as its loss takes them. */
export function targetsOf({ targets, params }: ReferenceCase, files: CaseFiles): Tensor {
  const stored = files.array(targets as string);
  if (lossNamed(params.loss).targets === 'values') return asFloats(stored);
  return integers(Array.from(stored.data as ArrayLike<number>, Number), stored.dims);
}

/** What Dropout keeps, by the input that takes it. */
export const maskInput = (draw: string): string => `train:${draw}`;
