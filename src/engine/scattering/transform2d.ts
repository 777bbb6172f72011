import { LensError } from '../../protocol/error';
import { GraphBuilder } from '../graph/builder';
import { int, type Model } from '../graph/model';
import { floats } from '../tensor/tensor';
import { filterBank2d } from './bank2d';
import { GridTransform } from './grid-transform';
import { averagingMatrix, gaussianOfAxis, unpaddedMatrix } from './low-pass';
import { modulus } from './modulus';
import { mirrored, padding2d, type Padding } from './padding';
import { pathCount2d } from './paths';
import { PolyphaseFilters } from './polyphase';
import { reshape, transpose } from './reshaping';

export interface ScatteringOptions {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Scales; the result is subsampled by 2^J. */
  readonly J: number;
  /** Angles over half a turn. */
  readonly L: number;
  readonly maxOrder: 0 | 1 | 2;
}

/** Planes of one resolution, held as phases over a coarser grid: [rows, columns, row phase, column phase, planes]. */
interface Planes {
  readonly tensor: string;
  /** The padded picture subsampled by 2^level … */
  readonly level: number;
  /** … as 2^(grid−level) × 2^(grid−level) phases of it subsampled by 2^grid. */
  readonly grid: number;
  /** Their transforms on each grid so far. */
  readonly spectra: Map<number, string>;
}

/**
 * The 2-D scattering transform as a graph of its own: input `image` [batch, channels, height, width], output `scattering`
 * [batch, channels·paths, floor(height/2^J), floor(width/2^J)], paths in kymatio's order within each channel.
 * @throws LensError `invalid-argument` when the picture is too small for J
 */
export function scatteringModel(options: ScatteringOptions): Model {
  const builder = new GraphBuilder();
  const { channels, height, width, J, L, maxOrder } = options;
  const input = builder.input('image', 'float32', ['batch', channels, height, width]);
  const shape = ['batch', channels * pathCount2d(J, L, maxOrder), Math.floor(height / 2 ** J), Math.floor(width / 2 ** J)];
  builder.output(appendScattering2d(builder, input, options, 'scattering'), 'scattering', 'float32', shape);
  return builder.build();
}

/**
 * Appends the transform to a graph: convolution with Morlet wavelets, modulus, subsampling, once or twice, then averaging (Mallat, Comm. Pure Appl. Math. 65,
 * 2012; Bruna and Mallat, IEEE TPAMI 35, 2013). Only MatMul, Mul, Add, Sqrt, Reshape, Transpose, Concat, so any backward pass can cross it.
 * @param input [batch, channels, height, width]
 * @param output name for the result
 * @returns the tensor [batch, channels·paths, floor(height/2^J), floor(width/2^J)]
 */
export function appendScattering2d(builder: GraphBuilder, input: string, options: ScatteringOptions, output?: string): string {
  return new Transform2d(builder, options).append(input, output);
}

class Transform2d {
  private readonly axes: readonly Padding[];
  private readonly padded: readonly number[];
  private readonly transforms = new Map<number, GridTransform>();
  private readonly matrices: PolyphaseFilters;

  constructor(
    private readonly builder: GraphBuilder,
    private readonly options: ScatteringOptions,
  ) {
    const { height, width, channels, J, L, maxOrder } = options;
    if (![height, width, channels].every((v) => Number.isInteger(v) && v >= 1) || ![0, 1, 2].includes(maxOrder)) {
      throw new LensError({ code: 'invalid-argument', what: `no scattering of order ${maxOrder} for ${channels} × ${height} × ${width}`, where: 'scattering' });
    }
    this.axes = [height, width].map((length) => padding2d(length, J));
    this.padded = this.axes.map((axis) => axis.padded);
    this.matrices = new PolyphaseFilters(builder, filterBank2d({ height: this.padded[0], width: this.padded[1], J, L }));
  }

  append(input: string, output?: string): string {
    const { builder, options } = this;
    const { channels, J, L, maxOrder, height, width } = options;
    const planes = reshape(builder, transpose(builder, input, 2, 3, 0, 1), height, width, -1);
    const blocks = [this.ordered(this.zeroth(planes), 1, 1)];
    if (maxOrder > 0) {
      const signal = this.padding(planes);
      const second: string[] = [];
      for (let j1 = 0; j1 < J; j1++) {
        const first = this.convolved(signal, j1, maxOrder === 2 ? Math.min(j1 + 1, J - 1) : j1);
        blocks.push(this.ordered(this.averaged(first), L, 1));
        if (maxOrder === 2 && j1 < J - 1) second.push(this.secondOrder(first, j1));
      }
      blocks.push(...second);
    }
    const joined = blocks.length > 1 ? builder.op('Concat', blocks, { axis: int(1) }) : blocks[0];
    const [rows, columns] = this.axes.map((axis) => axis.to - axis.from);
    return builder.op('Reshape', [joined, builder.integers(-1, channels * pathCount2d(J, L, maxOrder), rows, columns)], {}, output);
  }

  /** All paths (j1, t1, j2, t2) of one j1, [planes, paths, positions]. */
  private secondOrder(first: Planes, j1: number): string {
    const { J, L } = this.options;
    const scales: string[] = [];
    for (let j2 = j1 + 1; j2 < J; j2++) scales.push(this.ordered(this.averaged(this.convolved(first, j2, j2)), L, L));
    if (scales.length === 1) return scales[0];
    const parts = scales.map((scale) => reshape(this.builder, scale, -1, L, L * this.positions));
    return reshape(this.builder, this.builder.op('Concat', parts, { axis: int(2) }), -1, L * L * scales.length, this.positions);
  }

  private get positions(): number {
    return this.axes.reduce((size, axis) => size * (axis.to - axis.from), 1);
  }

  /** [positions, last, first, planes] → [planes, first·last, positions]: the angle convolved last varies fastest. */
  private ordered(averages: string, first: number, last: number): string {
    const split = reshape(this.builder, averages, this.positions, last, first, -1);
    return reshape(this.builder, transpose(this.builder, split, 3, 2, 1, 0), -1, first * last, this.positions);
  }

  /** The low-pass of the unpadded picture; mirroring is part of its matrices. */
  private zeroth(planes: string): string {
    const { J, height, width } = this.options;
    const matrix = (axis: number): string => this.constant(unpaddedMatrix(gaussianOfAxis(this.padded[axis], J, 0), this.axes[axis]));
    const rows = this.builder.op('MatMul', [matrix(1), reshape(this.builder, planes, height, width, -1)]);
    return this.builder.op('MatMul', [matrix(0), reshape(this.builder, rows, height, -1)]);
  }

  /** Mirrors the picture, by matrices of zeros and ones: [rows, columns, 1, 1, planes]. */
  private padding(planes: string): Planes {
    const selection = (axis: Padding): string =>
      this.constant(mirrored(axis).map((source) => Float32Array.from({ length: axis.length }, (_, i) => (i === source ? 1 : 0))));
    const rows = this.builder.op('MatMul', [selection(this.axes[1]), planes]);
    const tensor = this.builder.op('MatMul', [selection(this.axes[0]), reshape(this.builder, rows, this.options.height, -1)]);
    return { tensor, level: 0, grid: 0, spectra: new Map() };
  }

  /** |planes ∗ ψ| for all wavelets of scale j, subsampled by 2^j, held on `grid`; the angle is put before the planes. */
  private convolved(planes: Planes, j: number, grid: number): Planes {
    const transform = this.transform(grid);
    const phases = 4 ** (grid - planes.level);
    const matrices = this.matrices.along({ from: planes.level, to: j, grid }, transform);
    const spectrum = reshape(this.builder, this.spectrum(planes, grid), transform.points, 2 * phases, -1);
    const product = reshape(this.builder, this.builder.op('MatMul', [matrices, spectrum]), transform.points, 2, -1);
    return { tensor: modulus(this.builder, transform.inverse(product)), level: j, grid, spectra: new Map() };
  }

  private spectrum(planes: Planes, grid: number): string {
    let spectrum = planes.spectra.get(grid);
    if (spectrum === undefined) {
      spectrum = this.transform(grid).forward(this.regridded(planes, grid));
      planes.spectra.set(grid, spectrum);
    }
    return spectrum;
  }

  /** The same planes as more phases over a coarser grid. */
  private regridded({ tensor, level, grid }: Planes, coarser: number): string {
    const q = 2 ** (coarser - grid);
    if (q === 1) return tensor;
    const [rows, columns] = this.padded.map((length) => length / 2 ** coarser);
    const phases = 2 ** (grid - level);
    const split = reshape(this.builder, tensor, rows, q, columns, q, phases, phases, -1);
    return transpose(this.builder, split, 0, 2, 1, 4, 3, 5, 6);
  }

  /** The low-pass, subsampled by 2^J and cropped: [rows', columns'·planes]. */
  private averaged({ tensor, level, grid }: Planes): string {
    const [rows, columns] = this.padded.map((length) => length / 2 ** grid);
    const phases = 2 ** (grid - level);
    const [down, across] = this.axes.map((axis, i) => averagingMatrix(gaussianOfAxis(this.padded[i], this.options.J, level), axis, level));
    const x = this.builder.op('MatMul', [this.constant(acrossPhases(across, columns, phases)), reshape(this.builder, tensor, rows, columns * phases * phases, -1)]);
    return this.builder.op('MatMul', [this.constant(down), reshape(this.builder, x, rows * phases, -1)]);
  }

  private transform(grid: number): GridTransform {
    let transform = this.transforms.get(grid);
    if (!transform) {
      transform = new GridTransform(this.builder, this.padded.map((length) => length / 2 ** grid));
      this.transforms.set(grid, transform);
    }
    return transform;
  }

  private constant(rows: readonly Float32Array[]): string {
    const matrix = floats([rows.length, rows[0].length]);
    rows.forEach((row, i) => matrix.data.set(row, i * row.length));
    return this.builder.constant(matrix, 'averaging');
  }
}

/** The averaging of columns [kept, columns·phases] acting on [columns, row phase, column phase] and leaving [row phase, kept]. */
function acrossPhases(matrix: readonly Float32Array[], columns: number, phases: number): Float32Array[] {
  if (phases === 1) return [...matrix];
  return Array.from({ length: phases }, (_, phase) =>
    matrix.map((row) => {
      const out = new Float32Array(columns * phases * phases);
      for (let i = 0; i < columns; i++) for (let p = 0; p < phases; p++) out[(i * phases + phase) * phases + p] = row[i * phases + p];
      return out;
    }),
  ).flat();
}
