import type { GraphBuilder } from '../graph/builder';
import { floats } from '../tensor/tensor';
import type { Filter2d } from './bank2d';
import type { GridTransform } from './grid-transform';
import { reshape, transpose } from './reshaping';

/** From which resolution to which a convolution leads, and the coarser grid on which it is computed. */
export interface Route {
  /** Resolution of the input: the padded picture subsampled by 2^from. */
  readonly from: number;
  /** Resolution of the output. */
  readonly to: number;
  /** The grid is the padded picture subsampled by 2^grid. A plane of a finer resolution is held as its 2^(grid−level) × 2^(grid−level) phases. */
  readonly grid: number;
}

/** Share of the peak below which a wavelet is taken to have ended. */
const NEGLIGIBLE = 1e-8;

/**
 * The matrices of a convolution with several wavelets at once, per frequency κ of the grid: [points, c'·phases'·filters, c·phases].
 *
 * With input phases o and output phases o' (in samples of the input's resolution, q = 2^(to−from)), y_{o'}[m] = Σ u_o[m'] ψ[s(m−m') + q·o' − o], so the matrix
 * holds Ψ_d(κ) = Σ_m ψ[s·m + d] exp(−2πi κ·m/R) for d = q·o' − o. It is large but of low content: it is made from the wavelets' values in space, where they
 * are short, by products with small matrices per axis, and those are what the graph stores; ONNX Runtime computes the rest once, when it loads the model.
 */
export function filterMatrices(builder: GraphBuilder, transform: GridTransform, filters: readonly Filter2d[], padded: readonly number[], route: Route): string {
  const axes = padded.map((length, axis) => new Axis(length, transform.frequencies(axis), reachOf(filters, length), route));
  const [h, w] = axes;
  const left = builder.constant(floats([2 * h.columns, 2 * h.size], h.complexMatrix()), 'rows');
  const right = builder.constant(floats([w.size, 2 * w.columns], w.stackedMatrix()), 'columns');
  const space = builder.constant(floats([filters.length, 2 * h.size, w.size], patches(filters, padded, axes)), 'wavelets');
  // [filters, c, difference, κh, c2, difference, κw]: all products of a real or imaginary part with one of the column factor.
  let matrices = builder.op('MatMul', [builder.op('MatMul', [left, space]), right]);
  matrices = reshape(builder, matrices, filters.length, 2, h.differences, h.points, 2, w.differences, w.points);
  matrices = builder.op('Gather', [matrices, builder.integers(...h.pairs())], { axis: { kind: 'int', value: 2 } });
  matrices = builder.op('Gather', [matrices, builder.integers(...w.pairs())], { axis: { kind: 'int', value: 5 } });
  matrices = reshape(builder, matrices, filters.length, 2, h.out, h.in, h.points, 2, w.out, w.in, w.points);
  matrices = transpose(builder, matrices, 4, 8, 2, 6, 0, 3, 7, 1, 5);
  const [rows, columns] = [h.out * w.out * filters.length, h.in * w.in];
  matrices = builder.op('MatMul', [reshape(builder, matrices, -1, 4), builder.constant(floats([4, 4], COMPLEX), 'complex')]);
  matrices = transpose(builder, reshape(builder, matrices, transform.points, rows, columns, 2, 2), 0, 3, 1, 4, 2);
  return reshape(builder, matrices, transform.points, 2 * rows, 2 * columns);
}

/** From the products ac, ad, bc, bd of (a + ib)(c + id) = re + i·im to the real matrix re, −im, im, re of the multiplication by it. */
const COMPLEX = [1, 0, 0, 1, 0, -1, 1, 0, 0, -1, 1, 0, -1, 0, 0, -1];

/** One axis of the construction. */
class Axis {
  readonly points: number;
  /** Number of input and of output phases. */
  readonly in: number;
  readonly out: number;
  readonly differences: number;
  private readonly step: number;

  constructor(
    private readonly length: number,
    private readonly frequencies: readonly number[],
    /** Values of a wavelet along this axis: −reach … reach, or the whole axis. */
    readonly reach: { readonly first: number; readonly size: number },
    private readonly route: Route,
  ) {
    this.points = frequencies.length;
    this.in = 2 ** (route.grid - route.from);
    this.out = 2 ** (route.grid - route.to);
    this.step = 2 ** (route.to - route.from);
    this.differences = this.step * (this.out - 1) + this.in;
  }

  get size(): number {
    return this.reach.size;
  }

  get columns(): number {
    return this.differences * this.points;
  }

  /** For every pair (output phase, input phase) the place of its difference. */
  pairs(): number[] {
    return Array.from({ length: this.out * this.in }, (_, i) => this.step * Math.floor(i / this.in) - (i % this.in) + this.in - 1);
  }

  /** [(c', difference, κ), (c, u)] */
  complexMatrix(): Float32Array {
    const { re, im } = this.factors();
    const { size, columns } = this;
    const out = new Float32Array(4 * columns * size);
    for (let row = 0; row < columns; row++) {
      for (let u = 0; u < size; u++) {
        const at = row * size + u;
        out[2 * row * size + u] = re[at];
        out[2 * row * size + size + u] = -im[at];
        out[2 * (columns + row) * size + u] = im[at];
        out[2 * (columns + row) * size + size + u] = re[at];
      }
    }
    return out;
  }

  /** [u, (c2, difference, κ)] */
  stackedMatrix(): Float32Array {
    const { re, im } = this.factors();
    const { size, columns } = this;
    const out = new Float32Array(2 * columns * size);
    for (let row = 0; row < columns; row++) {
      for (let u = 0; u < size; u++) {
        out[u * 2 * columns + row] = re[row * size + u];
        out[u * 2 * columns + columns + row] = im[row * size + u];
      }
    }
    return out;
  }

  /** (1/s) Σ over the frequencies k ≡ κ of the input's resolution of exp(2πi k d/N_from) · Σ over those k0 ≡ k kept by the level of exp(−2πi k0 u/N). */
  private factors(): { re: Float64Array; im: Float64Array } {
    const { length, points, columns, size } = this;
    const resolution = length / 2 ** this.route.from;
    const re = new Float64Array(columns * size);
    const im = new Float64Array(columns * size);
    for (let column = 0; column < columns; column++) {
      const d = Math.floor(column / points) - (this.in - 1);
      for (let k = this.frequencies[column % points]; k < length; k += points) {
        if (this.route.from > 0 && k >= resolution / 2 && k < length - resolution / 2) continue;
        for (let i = 0; i < size; i++) {
          const turns = (k * d) / resolution - (k * (this.reach.first + i)) / length;
          re[column * size + i] += Math.cos(2 * Math.PI * turns) / this.in;
          im[column * size + i] += Math.sin(2 * Math.PI * turns) / this.in;
        }
      }
    }
    return { re, im };
  }
}

function reachOf(filters: readonly Filter2d[], length: number): { first: number; size: number } {
  const widest = Math.max(...filters.map((f) => f.sigma / Math.min(f.slant, 1)));
  const reach = Math.ceil(widest * Math.sqrt(-2 * Math.log(NEGLIGIBLE)));
  return 2 * reach + 1 < length ? { first: -reach, size: 2 * reach + 1 } : { first: 0, size: length };
}

/** The wavelets' values within reach, [filters, (c, rows), columns]. */
function patches(filters: readonly Filter2d[], [height, width]: readonly number[], [h, w]: readonly Axis[]): Float32Array {
  const out = new Float32Array(filters.length * 2 * h.size * w.size);
  let at = 0;
  for (const filter of filters) {
    const { re, im } = filter.spatial();
    for (const part of [re, im]) {
      for (let i = 0; i < h.size; i++) {
        const row = (h.reach.first + i + height) % height;
        for (let j = 0; j < w.size; j++) out[at++] = part[row * width + ((w.reach.first + j + width) % width)];
      }
    }
  }
  return out;
}
