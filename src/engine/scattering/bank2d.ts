import { LensError } from '../../protocol/error';
import { fft2, type Complex } from '../tensor/fft';
import { periodised2d } from './periodisation';
import { gabor2d, morlet2d, type Gabor2d } from './wavelet2d';

export interface BankOptions2d {
  /** Size of the padded image. */
  readonly height: number;
  readonly width: number;
  /** Number of scales; the low-pass averages over 2^J pixels. */
  readonly J: number;
  /** Number of angles over half a turn. */
  readonly L: number;
}

/** One filter of a bank; its arrays are computed when first asked for. */
export interface Filter2d extends Gabor2d {
  /** Scale; J for the low-pass. */
  readonly j: number;
  /** Angle index; −1 for the low-pass. */
  readonly angle: number;
  /** Number of resolutions at which the transform uses this filter. */
  readonly levels: number;
  /** Complex values in space, centred at index (0, 0). */
  spatial(): Complex;
  /** Transfer function (real) at the resolution subsampled by 2^level, row-major. */
  fourier(level?: number): Float64Array;
}

export interface FilterBank2d extends BankOptions2d {
  readonly phi: Filter2d;
  /** Scale by scale, J·L in all: index j·L + angle. */
  readonly psi: readonly Filter2d[];
}

/**
 * The Morlet filter bank of the 2-D scattering transform in kymatio's conventions: sigma = 0.8·2^j, xi = (3π/4)/2^j,
 * slant = 4/L, theta = (floor(L − L/2 − 1) − t)·π/L; low-pass: a round Gaussian with sigma = 0.8·2^(J−1). Bruna and
 * Mallat, IEEE TPAMI 35 (2013); Andreux et al., JMLR 21 (2020).
 * @throws LensError `invalid-argument` when J or L is not positive or the size is no multiple of 2^J
 */
export function filterBank2d(options: BankOptions2d): FilterBank2d {
  const { height, width, J, L } = options;
  if (!(Number.isInteger(J) && J >= 1 && Number.isInteger(L) && L >= 1)) {
    throw new LensError({
      code: 'invalid-argument',
      what: `J = ${J} and L = ${L} must be whole numbers from 1`,
      where: 'filter bank',
    });
  }
  if (height % 2 ** J || width % 2 ** J) {
    throw new LensError({
      code: 'invalid-argument',
      what: `${height} × ${width} is no multiple of 2^J = ${2 ** J}`,
      where: 'filter bank',
    });
  }
  const psi: Filter2d[] = [];
  for (let j = 0; j < J; j++) {
    for (let angle = 0; angle < L; angle++) {
      const gabor = {
        sigma: 0.8 * 2 ** j,
        xi: (3 * Math.PI) / 4 / 2 ** j,
        slant: 4 / L,
        theta: ((Math.floor(L - L / 2 - 1) - angle) * Math.PI) / L,
      };
      const levels = Math.min(j + 1, Math.max(J - 1, 1));
      psi.push(filter(options, gabor, { j, angle, levels }, () => morlet2d(height, width, gabor)));
    }
  }
  const round = { sigma: 0.8 * 2 ** (J - 1), xi: 0, slant: 1, theta: 0 };
  const phi = filter(options, round, { j: J, angle: -1, levels: J }, () => gabor2d(height, width, round));
  return { ...options, phi, psi };
}

function filter(
  { height, width }: BankOptions2d,
  gabor: Gabor2d,
  place: Pick<Filter2d, 'j' | 'angle' | 'levels'>,
  make: () => Complex,
): Filter2d {
  let space: Complex | undefined;
  let frequency: Float64Array | undefined;
  const spatial = (): Complex => (space ??= make());
  return {
    ...gabor,
    ...place,
    spatial,
    fourier(level = 0) {
      frequency ??= fft2(spatial(), height, width).re;
      return level === 0 ? frequency : periodised2d(frequency, height, width, level);
    },
  };
}
