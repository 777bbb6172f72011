import type { ChannelOrder } from '../tensor/channel-order';
import type { Dimension, Graph, Node } from './model';
import { hasTrait } from './operators';

/** How scores as a graph makes them become [batch, classes, …positions]. */
export interface ScoreAxes {
  /** The shape as it becomes. */
  readonly shape: readonly Dimension[];
  /** Axes of length 1 that are put in first. */
  readonly added: readonly number[];
  /** The order in which the axes are taken then. */
  readonly order: readonly number[];
}

/** Whether a graph fixed to one image leaves out the axis of images. */
const leavesOutBatch = ([first]: readonly Dimension[]): boolean =>
  first === undefined || (typeof first === 'number' && first !== 1);

/**
 * Reads the axes of scores. [N] and a single number are one score per image; [C] and [C, H, W] are scores of the one
 * image to which a graph is fixed that leaves out the axis of images.
 * @param classAxis where the classes stand, negative from the end; the second axis by default
 */
export function scoreAxes(shape: readonly Dimension[], classAxis?: number): ScoreAxes {
  const withoutBatch = leavesOutBatch(shape);
  const images: readonly Dimension[] = withoutBatch ? ['batch', ...shape] : shape;
  const full = images.length === 1 ? [...images, 1] : images;
  const added = [...(withoutBatch ? [0] : []), ...(full === images ? [] : [1])];
  const own = classAxis === undefined ? undefined : classAxis < 0 ? classAxis + shape.length : classAxis;
  const axis = own === undefined ? 1 : own + (withoutBatch ? 1 : 0);
  const order = [0, axis, ...full.map((_, k) => k).filter((k) => k !== 0 && k !== axis)];
  return { shape: order.map((k) => full[k]), added, order };
}

/**
 * Where the classes of scores at positions stand if no node compares them: last where channels are, and for [batch, a, b]
 * on the shorter axis, since detectors have more places than classes; the classes of one token [batch, 1, classes] are
 * last. Undefined for the second axis.
 */
export function likelyClassAxis(shape: readonly Dimension[] | null, order: ChannelOrder): number | undefined {
  if (shape?.length === 4 && order === 'nhwc') return -1;
  if (shape?.length !== 3 || leavesOutBatch(shape)) return undefined;
  const [, a, b] = shape;
  return typeof a === 'number' && typeof b === 'number' && b > 1 && (b < a || a === 1) ? -1 : undefined;
}

/** Whether a node lays several axes of one image in one, so that classes of several choices stand in a row. */
export function joinsAxes({ values }: Graph, node: Node): boolean {
  if (!hasTrait(node, 'view')) return false;
  const [before, after] = [node.inputs[0], node.outputs[0]].map((name) => values.get(name)?.shape);
  return (
    after?.length === 2 && before !== undefined && before !== null && before.slice(1).filter((d) => d !== 1).length > 1
  );
}
