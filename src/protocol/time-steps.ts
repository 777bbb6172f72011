import type { FloatMap } from './raster';

/** What one time step of an input is: a point of a signal, a row or column of an image, a slice of a volume. */
export type StepKind = 'step' | 'row' | 'column' | 'slice';

/** A map along time. */
export interface TimeSteps {
  readonly axis: StepKind;
  /** The sum of the map over everything at each step, with its sign. */
  readonly sums: readonly number[];
}

const KINDS: Readonly<Record<number, readonly StepKind[]>> = {
  2: ['step'],
  3: ['row', 'column'],
  4: ['slice', 'row', 'column'],
};

/**
 * A map [channels, …places] along time.
 * @param axis of the map along which the steps lie
 */
export function timeSteps({ dims, data }: FloatMap, axis: number): TimeSteps {
  const steps = dims[axis];
  const inner = dims.slice(axis + 1).reduce((size, d) => size * d, 1);
  const sums = new Array<number>(steps).fill(0);
  for (let i = 0; i < data.length; i++) sums[Math.floor(i / inner) % steps] += data[i];
  return { axis: KINDS[dims.length][axis - 1], sums };
}
