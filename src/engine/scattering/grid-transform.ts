import type { GraphBuilder } from '../graph/builder';
import { floats } from '../tensor/tensor';
import { reshape } from './reshaping';

/** Lengths up to this are transformed by one matrix product, longer ones by two of about the square root's size. */
const DIRECT = 12;

type Indices = readonly [number, number, number, number, number];
/** The entry of a matrix at five nested indices. */
type Entry = (...index: Indices) => number;

/**
 * A length N = high · low: samples n = low·n_high + n_low, frequencies k = k_low + high·k_high. low = 1 where N is
 * taken whole.
 */
interface Split {
  readonly length: number;
  readonly high: number;
  readonly low: number;
}

/**
 * Discrete Fourier transforms of a grid (one or two axes) as matrix products with constant matrices on the left; all
 * planes ride along in the last axis.
 *
 * Each axis is split in two digits (Cooley and Tukey), and the twiddle factors are part of the second factor's
 * matrices, so a transform is two products an axis and nothing else: no transposition, no pass for twiddles, no bit
 * reversal. Real and imaginary part are an axis of length 2 ("c") that the products move past one digit after the
 * other: in space it stands first, in frequency next to the planes. Frequencies stand in digit-reversed order, which
 * pointwise products do not see.
 */
export class GridTransform {
  readonly points: number;
  private readonly splits: readonly Split[];
  private readonly matrices = new Map<string, string>();

  constructor(
    private readonly builder: GraphBuilder,
    readonly lengths: readonly number[],
    /** The first factor of each length, as `firstFactor` finds it. */
    readonly factors: readonly number[],
  ) {
    this.splits = lengths.map((length, axis) => splitOf(length, factors[axis]));
    this.points = lengths.reduce((a, b) => a * b, 1);
  }

  /** The frequency at each stored place of an axis. */
  frequencies(axis: number): number[] {
    const { length, high, low } = this.splits[axis];
    return Array.from({ length }, (_, place) => Math.floor(place / low) + high * (place % low));
  }

  /** Real [points, planes] → spectrum [points, c, planes]. */
  forward(x: string): string {
    let done = 1;
    let parts = 1;
    for (const { length, high, low } of this.splits) {
      const value: Entry = (_, k, to, from, n) => entry(-(n * k) / high, to, from);
      const first = this.matrix(`first ${length} ${parts}`, [1, high, 2, parts, high], [2 * high, parts * high], value);
      x = this.product(first, reshape(this.builder, x, done, parts * high, -1));
      parts = 2;
      if (low > 1) {
        const twiddled: Entry = (k0, k1, to, from, n) => entry((-n * (k0 + high * k1)) / length, to, from);
        const second = this.matrix(`second ${length}`, [high, low, 2, 2, low], [high, 2 * low, 2 * low], twiddled);
        x = this.product(second, reshape(this.builder, x, done, high, 2 * low, -1));
      }
      done *= length;
    }
    return reshape(this.builder, x, this.points, 2, -1);
  }

  /** Spectrum [points, c, planes] → real and imaginary part, each [points, planes], with the factor 1/points. */
  inverse(y: string): { re: string; im: string } {
    let left = this.points;
    for (const split of this.splits.slice(1).reverse()) {
      left /= split.length;
      y = this.product(
        this.inverseHigh(split, [0, 1]),
        reshape(this.builder, this.inverseLow(y, left, split), left, 2 * split.high, -1),
      );
    }
    const split = this.splits[0];
    y = reshape(this.builder, this.inverseLow(y, 1, split), 2 * split.high, -1);
    // The last product of all is made apart for the real and the imaginary part, which the modulus wants apart.
    const part = (to: number): string =>
      reshape(this.builder, this.product(this.inverseHigh(split, [to]), y), this.points, -1);
    return { re: part(0), im: part(1) };
  }

  private inverseLow(y: string, left: number, { length, high, low }: Split): string {
    if (low === 1) return y;
    const value: Entry = (k0, to, n, k1, from) => entry((n * (k0 + high * k1)) / length, to, from) / low;
    const matrix = this.matrix(`low ${length}`, [high, 2, low, low, 2], [high, 2 * low, 2 * low], value);
    return this.product(matrix, reshape(this.builder, y, left, high, 2 * low, -1));
  }

  private inverseHigh({ length, high }: Split, parts: readonly number[]): string {
    const value: Entry = (_, to, n, k, from) => entry((n * k) / high, parts[to], from) / high;
    return this.matrix(
      `high ${length} ${parts.join()}`,
      [1, parts.length, high, high, 2],
      [parts.length * high, 2 * high],
      value,
    );
  }

  private product(matrix: string, x: string): string {
    return this.builder.op('MatMul', [matrix, x]);
  }

  /** A constant of the given shape whose entries are computed over five nested indices; made once. */
  private matrix(key: string, counts: Indices, dims: readonly number[], value: Entry): string {
    const known = this.matrices.get(key);
    if (known !== undefined) return known;
    const data = new Float32Array(counts.reduce((a, b) => a * b, 1));
    const [, second, third, fourth, fifth] = counts;
    for (let i = 0; i < data.length; i++) {
      const e = i % fifth;
      const d = Math.floor(i / fifth) % fourth;
      const c = Math.floor(i / (fifth * fourth)) % third;
      const b = Math.floor(i / (fifth * fourth * third)) % second;
      data[i] = value(Math.floor(i / (fifth * fourth * third * second)), b, c, d, e);
    }
    const name = this.builder.constant(floats(dims, data), 'fourier');
    this.matrices.set(key, name);
    return name;
  }
}

/** The factors `high` · `low` of a length; every length is taken whole where `high` is the length itself. */
function splitOf(length: number, high: number): Split {
  return { length, high, low: length / high };
}

/**
 * The first factor for a family of lengths that double from `coarsest` to `finest`: a divisor of the coarsest, so that
 * the frequencies of a coarser grid keep their places, and near the square root of the finest, where most of the work
 * is.
 */
export function firstFactor(coarsest: number, finest: number): number {
  if (finest <= DIRECT && coarsest === finest) return finest;
  let best = coarsest;
  for (let high = 1; high <= coarsest; high++)
    if (coarsest % high === 0 && high + finest / high < best + finest / best) best = high;
  return best;
}

/** Entry (to, from) of the real 2 × 2 matrix of a multiplication by exp(2πi turns). */
function entry(turns: number, to: number, from: number): number {
  if (to === from) return Math.cos(2 * Math.PI * turns);
  return (to === 1 ? 1 : -1) * Math.sin(2 * Math.PI * turns);
}
