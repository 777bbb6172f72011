import type { Filter1d } from './bank1d';
import type { Filter2d, FilterBank2d } from './bank2d';

/** Numbers that characterise the transfer functions of a bank: entry 0 is the low-pass, entry 1 + index a wavelet. */
export interface BankSummary {
  readonly l2Norm: readonly number[];
  readonly sum: readonly number[];
  /** Largest magnitude. */
  readonly peak: readonly number[];
  readonly levels: readonly number[];
}

export function summary(bank: FilterBank2d): BankSummary {
  const filters = [bank.phi, ...bank.psi];
  const over = (of: (values: Float64Array) => number): number[] => filters.map((f) => of(f.fourier()));
  return {
    l2Norm: over((values) => Math.sqrt(values.reduce((total, v) => total + v * v, 0))),
    sum: over((values) => values.reduce((total, v) => total + v, 0)),
    peak: over((values) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0)),
    levels: filters.map((f) => f.levels),
  };
}

/**
 * The Littlewood-Paley sum |φ(ω)|² + ½ Σ (|ψ(ω)|² + |ψ(−ω)|²) at every frequency of the padded image: the share of a
 * real image's energy there that the bank keeps. Between 1 − ε and 1 the transform loses little and never expands
 * (Mallat, Comm. Pure Appl. Math. 65, 2012).
 */
export function littlewoodPaley({ height, width, phi, psi }: FilterBank2d): Float64Array {
  const energy = new Float64Array(height * width);
  for (const filter of psi) filter.fourier().forEach((v, i) => (energy[i] += v * v));
  const low = phi.fourier();
  return energy.map((value, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    const opposite = ((height - row) % height) * width + ((width - column) % width);
    return low[i] * low[i] + (value + energy[opposite]) / 2;
  });
}

/** The same sum for a family of 1-D filters: |φ(ω)|² + ½ Σ (|ψ(ω)|² + |ψ(−ω)|²). */
export function littlewoodPaley1d(phi: Filter1d, family: readonly Filter1d[]): Float64Array {
  const low = phi.fourier();
  const energy = new Float64Array(low.length);
  for (const filter of family) filter.fourier().forEach((v, i) => (energy[i] += v * v));
  return energy.map((value, i) => low[i] * low[i] + (value + energy[(low.length - i) % low.length]) / 2);
}

/** A row of the table of filters. */
export interface FilterRow {
  readonly name: string;
  readonly scale: number;
  /** Direction of the wave in degrees, from the row axis towards the column axis; null for the low-pass. */
  readonly angle: number | null;
  /** In cycles per pixel. */
  readonly centreFrequency: number;
  /** Full width of the energy at half its height across the wave fronts, in cycles per pixel. */
  readonly bandwidth: number;
  /** The same along the wave fronts. */
  readonly tangentialBandwidth: number;
  /** Standard deviation of the envelope across the fronts, in pixels. */
  readonly sigma: number;
}

/** The bank as a table: scale, angle, centre frequency and bandwidth of each filter, the low-pass last. */
export function filterTable(bank: FilterBank2d): FilterRow[] {
  return [...bank.psi, bank.phi].map(rowOf);
}

function rowOf({ j, angle, theta, xi, sigma, slant }: Filter2d): FilterRow {
  // |ψ|² is a Gaussian exp(−sigma² ω²) around the centre, half as high at ω = sqrt(ln 2)/sigma.
  const bandwidth = Math.sqrt(Math.LN2) / (Math.PI * sigma);
  return {
    name: angle < 0 ? 'phi' : `psi j=${j} t=${angle}`,
    scale: j,
    angle: angle < 0 ? null : (theta * 180) / Math.PI,
    centreFrequency: xi / (2 * Math.PI),
    bandwidth,
    tangentialBandwidth: bandwidth * slant,
    sigma,
  };
}
