import type { Dimension, Model, Node } from './model';
import { ancestorsOf } from './path';
import { producers } from './rewriting';
import { productOf } from './shapes/dimension';
import { enlarges } from './shared-features';
import { stagesOf } from './stages';

/** A detector's tensors with a row per proposal. */
interface Proposed {
  /** [N, proposals, classes] */
  readonly scores: string;
  /** [N, proposals, 4] */
  readonly boxes: string;
}

/**
 * The features from which the box and the score of one proposal are made, where grids only shrink from level to level
 * (SSD): what finer ones are made of does not matter to it. Undefined where grids are enlarged again, or nothing shows
 * the levels.
 */
export function levelFeatures(model: Model, { scores, boxes }: Proposed, proposal: number): string | undefined {
  const { graph } = model;
  const size = (tensor: string): number => Number(productOf(shapeOf(model, tensor).slice(1)));
  const behind = new Set(ancestorsOf(graph, boxes));
  if ([...behind].some((node) => enlarges(node, (tensor) => Number(productOf(shapeOf(model, tensor).slice(2))))))
    return undefined;
  const levels = joinBefore(model, scores)?.inputs ?? [];
  const total = levels.reduce((sum, level) => sum + size(level), 0);
  const rows = Number(shapeOf(model, scores)[1]);
  const lengths = levels.map((level) => (rows * size(level)) / total);
  if (!lengths.every(Number.isInteger)) return undefined;
  let end = 0;
  const own = levels.find((_, k) => proposal < (end += lengths[k]));
  const stages = own === undefined ? [] : stagesOf(model, own).filter(({ node }) => behind.has(node));
  return stages.at(-1)?.tensor;
}

const shapeOf = ({ graph }: Model, tensor: string): readonly Dimension[] => graph.values.get(tensor)?.shape ?? [];

/** Where levels come together: the last Concat on the way to a tensor. */
function joinBefore({ graph }: Model, tensor: string): Node | undefined {
  const made = producers(graph);
  let node = made.get(tensor);
  while (node && node.op !== 'Concat') node = made.get(node.inputs[0]);
  return node;
}
