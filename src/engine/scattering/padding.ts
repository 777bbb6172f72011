import { LensError } from '../../protocol/error';

/**
 * How one axis of an image or a signal is extended before the circular convolutions, and what of the result is kept.
 */
export interface Padding {
  /** Samples of the input. */
  readonly length: number;
  readonly padded: number;
  readonly before: number;
  /** First and one-past-last sample kept of the output, which is subsampled by `stride`. */
  readonly from: number;
  readonly to: number;
  readonly stride: number;
}

/**
 * An axis of an image: padded to a multiple of 2^J that leaves at least 2^J samples in all, mirrored without repeating
 * the edge; one output sample is dropped on each side, which leaves floor(length / 2^J).
 */
export function padding2d(length: number, J: number): Padding {
  const stride = 2 ** J;
  if (length < stride) throw tooShort(length, J);
  const padded = (Math.floor((length + stride) / stride) + 1) * stride;
  const before = Math.floor((padded - length) / 2);
  return { length, padded, before, from: 1, to: padded / stride - 1, stride };
}

/**
 * A signal's axis, padded to the power of two `padded`; border indices round up at every halving, as in kymatio.
 * @param before samples mirrored in front; versions of kymatio differ in which side gets the odd one
 */
export function padding1d(
  length: number,
  padded: number,
  stride: number,
  before = Math.floor((padded - length) / 2),
): Padding {
  if (padded < length || Math.max(before, padded - length - before) >= length) {
    throw new LensError({
      code: 'invalid-argument',
      what: `a signal of ${length} samples cannot be mirrored to ${padded}`,
      where: 'padding',
    });
  }
  return {
    length,
    padded,
    before,
    from: Math.ceil(before / stride),
    to: Math.ceil((before + length) / stride),
    stride,
  };
}

/**
 * For each padded sample the input sample it repeats: reflection about the edge samples, to and fro as often as needed.
 */
export function mirrored({ length, padded, before }: Padding): number[] {
  const period = Math.max(1, 2 * (length - 1));
  return Array.from({ length: padded }, (_, i) => {
    const at = (((i - before) % period) + period) % period;
    return at < length ? at : period - at;
  });
}

function tooShort(length: number, J: number): LensError {
  return new LensError({
    code: 'invalid-argument',
    what: `${length} samples are too few for scattering with J = ${J}, which averages over ${2 ** J}`,
    where: 'scales',
    next: 'Choose a smaller J or a larger input',
  });
}
