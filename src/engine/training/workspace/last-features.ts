import { LensError } from '../../../protocol/error';
import { constantTensors } from '../../graph/constants';
import type { Model, Node } from '../../graph/model';
import { hasTrait } from '../../graph/operators';
import { producers } from '../../graph/rewriting';

/** What the last layer with weights weighs. */
export interface LastFeatures {
  readonly tensor: string;
  /** Whether its channels stand on the last axis, as those do that a product of matrices weighs. */
  readonly channelsLast: boolean;
}

/**
 * The tensor that the last layer of a classifier weighs. A new head takes the place of all that follows.
 * @param model prepared, so that shapes are no longer computed in it
 * @throws LensError `unsupported-model` where several tensors join behind the last layer
 */
export function lastFeatures(model: Model, logits: string): LastFeatures {
  const { graph } = model;
  const makers = producers(graph);
  const computed = constantTensors(model);
  const isConstant = (name: string): boolean => graph.weights.has(name) || computed.has(name);
  const flows = (name: string): boolean =>
    name !== '' && !isConstant(name) && (graph.values.get(name)?.type.includes('float') ?? true);
  let tensor = logits;
  for (;;) {
    const node = makers.get(tensor);
    const flowing = node?.inputs.filter(flows) ?? [];
    if (!node || flowing.length !== 1) throw noLastLayer(tensor, node, flowing.length);
    [tensor] = flowing;
    if (hasTrait(node, 'linear') && node.inputs.some(isConstant))
      return { tensor, channelsLast: !hasTrait(node, 'convolution') };
  }
}

const noLastLayer = (tensor: string, node: Node | undefined, joined: number): LensError =>
  new LensError({
    code: 'unsupported-model',
    what: node
      ? `${joined} tensors join in ${node.op} before a last layer with weights is found`
      : 'the model has no layer with weights whose place a new head could take',
    where: node?.name || tensor,
    next: 'Name the scores of one branch in the sidecar ("output"), or choose another model',
  });
