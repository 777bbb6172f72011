import { complexZeros, type Complex } from '../tensor/fft';

/** An oriented Gaussian envelope times a plane wave; xi = 0 is the envelope alone. */
export interface Gabor2d {
  /** Width of the envelope across the wave fronts, in pixels. */
  readonly sigma: number;
  /** Direction of the wave, from the row axis towards the column axis, in radians. */
  readonly theta: number;
  /** Frequency of the wave, in radians per pixel. */
  readonly xi: number;
  /** Width across the fronts divided by the width along them. */
  readonly slant: number;
}

/** kymatio writes pi so in its normalisation; 3e-5 off, which is more than the tolerance of comparisons with it. */
export const PI_OF_KYMATIO = 3.1415;
/** Beyond this exponent a term is below 1e-26 of the peak. */
const NEGLIGIBLE = 60;

/**
 * exp(−u'Cu) exp(i xi u·(cos θ, sin θ)) with C = R diag(1, slant²) R' / (2 sigma²), u = (row, column), summed over 5 ×
 * 5 periodic copies and divided by 2π sigma²/slant; the centre is at index (0, 0).
 */
export function gabor2d(height: number, width: number, { sigma, theta, xi, slant }: Gabor2d): Complex {
  const out = complexZeros(height * width);
  const cos = Math.cos(theta);
  const sin = Math.sin(theta);
  const scale = 1 / (2 * sigma * sigma);
  const rows = scale * (cos * cos + slant * slant * sin * sin);
  const mixed = scale * 2 * cos * sin * (1 - slant * slant);
  const columns = scale * (sin * sin + slant * slant * cos * cos);
  const norm = (2 * PI_OF_KYMATIO * sigma * sigma) / slant;
  const reach = Math.ceil((sigma / Math.min(slant, 1)) * Math.sqrt(2 * NEGLIGIBLE));
  for (let row = Math.max(-2 * height, -reach); row < Math.min(3 * height, reach); row++) {
    for (let column = Math.max(-2 * width, -reach); column < Math.min(3 * width, reach); column++) {
      const exponent = rows * row * row + mixed * row * column + columns * column * column;
      if (exponent > NEGLIGIBLE) continue;
      const at = ((row + 2 * height) % height) * width + ((column + 2 * width) % width);
      const envelope = Math.exp(-exponent) / norm;
      const phase = xi * (row * cos + column * sin);
      out.re[at] += envelope * Math.cos(phase);
      out.im[at] += envelope * Math.sin(phase);
    }
  }
  return out;
}

/** A Gabor function minus the multiple of its envelope that makes its mean zero. */
export function morlet2d(height: number, width: number, gabor: Gabor2d): Complex {
  const wave = gabor2d(height, width, gabor);
  const envelope = gabor2d(height, width, { ...gabor, xi: 0 });
  const total = sum(envelope.re);
  const betaRe = sum(wave.re) / total;
  const betaIm = sum(wave.im) / total;
  for (let i = 0; i < wave.re.length; i++) {
    wave.re[i] -= betaRe * envelope.re[i];
    wave.im[i] -= betaIm * envelope.re[i];
  }
  return wave;
}

function sum(values: Float64Array): number {
  return values.reduce((total, v) => total + v, 0);
}
