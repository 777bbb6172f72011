import { LensError } from '../../protocol/error';
import { fromReal, ifft } from '../tensor/fft';
import { periodised1d } from './periodisation';

export interface BankOptions1d {
  /** Length of the padded signal, a power of two. */
  readonly padded: number;
  /** Largest scale, as a power of two. */
  readonly J: number;
  /** Wavelets per octave, first and second order. */
  readonly Q: readonly [first: number, second: number];
  /** Samples over which the low-pass averages. */
  readonly T: number;
}

export interface Filter1d {
  /** Centre frequency in cycles per sample; 0 for the low-pass. */
  readonly xi: number;
  /** Width of the Gaussian in frequency, in cycles per sample. */
  readonly sigma: number;
  /** The convolved signal may be subsampled by 2^j. */
  readonly j: number;
  /** Transfer function (real) at the resolution subsampled by 2^level. */
  fourier(level?: number): Float64Array;
}

export interface FilterBank1d extends BankOptions1d {
  readonly phi: Filter1d;
  readonly psi1: readonly Filter1d[];
  readonly psi2: readonly Filter1d[];
}

/** Width of the low-pass for T = 1, in cycles per sample. */
const SIGMA0 = 0.1;
/** Neighbouring wavelets cross where each has fallen to this share of its peak. */
const CROSSING = Math.SQRT1_2;
/** A wavelet is taken to end this many widths from its centre. */
const REACH = 5;
const MAX_PERIODS = 5;

/**
 * The Morlet filter bank of the 1-D scattering transform in kymatio's conventions (0.4: periodising sums), filters of
 * unit L1 norm in time. Andén and Mallat, IEEE Trans. Signal Processing 62 (2014).
 */
export function filterBank1d(options: BankOptions1d): FilterBank1d {
  const { padded, J, Q, T } = options;
  if (![J, ...Q].every((v) => Number.isInteger(v) && v >= 1) || !(T >= 1) || !Number.isInteger(Math.log2(padded))) {
    throw new LensError({
      code: 'invalid-argument',
      what: `no filter bank for J = ${J}, Q = ${Q.join(', ')}, T = ${T}, length ${padded}`,
      where: 'filter bank',
    });
  }
  const family = (q: number): Filter1d[] =>
    centres(J, q).map(([xi, sigma]) => filter(xi, sigma, subsampling(xi, sigma), () => morlet1d(padded, xi, sigma)));
  const sigma = SIGMA0 / T;
  const phi = filter(0, sigma, Math.floor(Math.log2(T)), () => gauss1d(padded, sigma));
  return { ...options, phi, psi1: family(Q[0]), psi2: family(Q[1]) };
}

/**
 * The power of two to which kymatio pads a signal: three times the reach of the low-pass on each side, as far as
 * mirroring allows.
 */
export function paddedLength(length: number, T: number): number {
  const envelope = ifft(fromReal(gauss1d(length, SIGMA0 / T)));
  const half = Math.floor(length / 2);
  const limit = 1e-3 * Math.abs(envelope.re[0]);
  let reach = half;
  for (let i = half - 1; i >= 0; i--) if (Math.hypot(envelope.re[i], envelope.im[i]) <= limit) reach = i + 1;
  return 2 ** Math.min(Math.ceil(Math.log2(length + 6 * reach)), Math.floor(Math.log2(3 * length - 2)));
}

/** Centres and widths: xi falls geometrically while the width may, then linearly at constant width. */
function centres(J: number, Q: number): [xi: number, sigma: number][] {
  const step = 2 ** (1 / Q);
  const narrowest = SIGMA0 / 2 ** J;
  let xi = Math.max(1 / (1 + 2 ** (3 / Q)), 0.35);
  let sigma = (xi * ((1 - 1 / step) / (1 + 1 / step))) / Math.sqrt(2 * Math.log(1 / CROSSING));
  const found: [number, number][] = [];
  if (sigma <= narrowest) {
    xi = sigma;
  } else {
    found.push([xi, sigma]);
    while (sigma > narrowest * step) {
      xi /= step;
      sigma /= step;
      found.push([xi, sigma]);
    }
  }
  const elbow = xi;
  for (let q = 1; q < Q; q++) {
    xi -= elbow / Q;
    found.push([xi, narrowest]);
  }
  return found;
}

function subsampling(xi: number, sigma: number): number {
  return Math.floor(-Math.log2(Math.min(xi + REACH * sigma, 0.5))) - 1;
}

/** exp(−(ω − centre)²/(2 sigma²)) at the frequencies k/length, summed over as many periods as reach 1e-7. */
function periodicGaussian(length: number, centre: number, sigma: number): Float64Array {
  const periods = Math.min(Math.ceil(Math.sqrt(-2 * sigma * sigma * Math.log(1e-7)) + 1), MAX_PERIODS);
  const out = new Float64Array(length);
  for (let k = (1 - periods) * length; k < periods * length; k++) {
    const distance = (k / length - centre) / sigma;
    out[(k + MAX_PERIODS * length) % length] += Math.exp((-distance * distance) / 2);
  }
  return out;
}

function gauss1d(length: number, sigma: number): Float64Array {
  return unitL1(periodicGaussian(length, 0, sigma));
}

function morlet1d(length: number, xi: number, sigma: number): Float64Array {
  const wave = periodicGaussian(length, xi, sigma);
  const envelope = periodicGaussian(length, 0, sigma);
  const kappa = wave[0] / envelope[0];
  return unitL1(wave.map((v, k) => v - kappa * envelope[k]));
}

function unitL1(fourier: Float64Array): Float64Array {
  const { re, im } = ifft(fromReal(fourier));
  const norm = re.reduce((total, v, i) => total + Math.hypot(v, im[i]), 0);
  return fourier.map((v) => v / norm);
}

function filter(xi: number, sigma: number, j: number, make: () => Float64Array): Filter1d {
  let full: Float64Array | undefined;
  return { xi, sigma, j, fourier: (level = 0) => periodised1d((full ??= make()), level) };
}
