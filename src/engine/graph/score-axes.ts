import type { Dimension } from './model';

/** How scores as a graph makes them become [batch, classes, …positions]. */
export interface ScoreAxes {
  /** The shape as it becomes. */
  readonly shape: readonly Dimension[];
  /** Axes of length 1 that are put in first. */
  readonly added: readonly number[];
  /** The order in which the axes are taken then. */
  readonly order: readonly number[];
}

/**
 * Reads the axes of scores. [N] and a single number are one score per image; [C] and [C, H, W] are scores of the one
 * image to which a graph is fixed that leaves out the axis of images.
 * @param classAxis where the classes stand, negative from the end; the second axis by default
 */
export function scoreAxes(shape: readonly Dimension[], classAxis?: number): ScoreAxes {
  const [first] = shape;
  const withoutBatch = shape.length === 0 || (typeof first === 'number' && first !== 1);
  const images: readonly Dimension[] = withoutBatch ? ['batch', ...shape] : shape;
  const full = images.length === 1 ? [...images, 1] : images;
  const added = [...(withoutBatch ? [0] : []), ...(full === images ? [] : [1])];
  const own = classAxis === undefined ? undefined : classAxis < 0 ? classAxis + shape.length : classAxis;
  const axis = own === undefined ? 1 : own + (withoutBatch ? 1 : 0);
  const order = [0, axis, ...full.map((_, k) => k).filter((k) => k !== 0 && k !== axis)];
  return { shape: order.map((k) => full[k]), added, order };
}
