import { LensError } from '../../protocol/error';
import { filterBank1d, paddedLength, type FilterBank1d } from './bank1d';
import { padding1d, type Padding } from './padding';

export interface ScatteringOptions1d {
  readonly length: number;
  readonly channels: number;
  /** Largest scale, as a power of two. */
  readonly J: number;
  /** Wavelets per octave, first and second order. */
  readonly Q: readonly [first: number, second: number];
  /** Samples averaged; 2^J unless said otherwise. */
  readonly T?: number;
  readonly maxOrder: 0 | 1 | 2;
  /** Length after padding, a power of two; kymatio's rule unless said otherwise. */
  readonly padded?: number;
  /** Samples of the padding that stand in front; half of it, rounded down, unless said otherwise. */
  readonly before?: number;
}

/** Indices of the wavelets of a coefficient; −1 where there is none. */
export interface Path1d {
  readonly order: 0 | 1 | 2;
  readonly n1: number;
  readonly n2: number;
}

/**
 * The coefficients of one channel in the order of the output: by order, then (n1, n2); n2 only where it is coarser than
 * n1.
 */
export function paths1d({ psi1, psi2 }: Pick<FilterBank1d, 'psi1' | 'psi2'>, maxOrder: number): Path1d[] {
  const paths: Path1d[] = [{ order: 0, n1: -1, n2: -1 }];
  if (maxOrder > 0) psi1.forEach((_, n1) => paths.push({ order: 1, n1, n2: -1 }));
  if (maxOrder > 1)
    psi1.forEach((first, n1) => psi2.forEach((second, n2) => second.j > first.j && paths.push({ order: 2, n1, n2 })));
  return paths;
}

/**
 * Longest padded signal, and most numbers of a low-pass matrix: the constants of the graph then take 200 MB and some
 * seconds to make.
 */
const LONGEST = 2 ** 14;
const LARGEST_MATRIX = 2 ** 24;

/** The bank a transform of these options uses. @throws LensError when the signal is too short for them */
export function bankOf1d({
  length,
  J,
  Q,
  T = 2 ** J,
  padded,
}: Omit<ScatteringOptions1d, 'channels' | 'maxOrder'>): FilterBank1d {
  if (!Number.isInteger(length) || length < T) {
    throw new LensError({
      code: 'invalid-argument',
      what: `${length} samples are too few for averaging over ${T}`,
      where: 'scattering',
      next: 'Choose a smaller J or T, or a longer signal',
    });
  }
  return filterBank1d({ padded: padded ?? paddedLength(length, T), J, Q, T });
}

/**
 * How a signal is padded for a bank, and which samples of the result are kept.
 * @throws LensError `invalid-argument` when the signal is too long to be transformed at once
 */
export function paddingOf1d(
  { padded, T }: FilterBank1d,
  { length, before }: Pick<ScatteringOptions1d, 'length' | 'before'>,
): Padding {
  const axis = padding1d(length, padded, 2 ** Math.floor(Math.log2(T)), before);
  if (padded <= LONGEST && padded * (axis.to - axis.from) <= LARGEST_MATRIX) return axis;
  throw new LensError({
    code: 'invalid-argument',
    what: `a signal of ${length} samples, averaged over ${T}, is too long to be transformed at once`,
    where: 'scattering',
    next: 'Cut it into parts, or choose a larger J or T',
  });
}
