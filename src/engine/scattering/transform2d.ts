import { LensError } from '../../protocol/error';
import { GraphBuilder } from '../graph/builder';
import { int, type Model } from '../graph/model';
import { filterBank2d } from './bank2d';
import { firstFactor, GridTransform } from './grid-transform';
import { acrossPhases, averagingMatrix, gaussianOfAxis, mirroringMatrix, unpaddedMatrix } from './low-pass';
import { modulus } from './modulus';
import { padding2d, type Padding } from './padding';
import { pathCount2d } from './paths';
import { PolyphaseFilters } from './polyphase';
import { constantMatrix, reshape, transpose } from './reshaping';

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
  /** The padded image subsampled by 2^level … */
  readonly level: number;
  /** … as 2^(grid−level) × 2^(grid−level) phases of it subsampled by 2^grid. */
  readonly grid: number;
  /** Their transforms on each grid so far. */
  readonly spectra: Map<number, string>;
}

/**
 * The 2-D scattering transform as a graph of its own: input `image` [batch, channels, height, width], output
 * `scattering` [batch, channels·paths, floor(height/2^J), floor(width/2^J)], paths in kymatio's order within each
 * channel.
 * @throws LensError `invalid-argument` when the image is too small for J
 */
export function scatteringModel(options: ScatteringOptions): Model {
  const builder = new GraphBuilder();
  const { channels, height, width, J, L, maxOrder } = options;
  const input = builder.input('image', 'float32', ['batch', channels, height, width]);
  const shape = [
    'batch',
    channels * pathCount2d(J, L, maxOrder),
    Math.floor(height / 2 ** J),
    Math.floor(width / 2 ** J),
  ];
  builder.output(appendScattering2d(builder, input, options, 'scattering'), 'scattering', 'float32', shape);
  return builder.build();
}

/**
 * Appends the transform to a graph: convolution with Morlet wavelets, modulus, subsampling, once or twice, then
 * averaging (Mallat, Comm. Pure Appl. Math. 65, 2012; Bruna and Mallat, IEEE TPAMI 35, 2013). Only MatMul, Mul, Add,
 * Sqrt, Reshape, Transpose, Concat, so any backward pass can cross it.
 * @param input [batch, channels, height, width]
 * @param output name for the result
 * @returns the tensor [batch, channels·paths, floor(height/2^J), floor(width/2^J)]
 */
export function appendScattering2d(
  builder: GraphBuilder,
  input: string,
  options: ScatteringOptions,
  output?: string,
): string {
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
      throw new LensError({
        code: 'invalid-argument',
        what: `no scattering of order ${maxOrder} for ${channels} × ${height} × ${width}`,
        where: 'scattering',
      });
    }
    this.axes = [height, width].map((length) => padding2d(length, J));
    this.padded = this.axes.map((axis) => axis.padded);
    this.matrices = new PolyphaseFilters(
      builder,
      filterBank2d({ height: this.padded[0], width: this.padded[1], J, L }),
    );
  }

  append(input: string, output?: string): string {
    const { builder, options } = this;
    const { channels, J, L, maxOrder, height, width } = options;
    const planes = reshape(builder, transpose(builder, input, 2, 3, 0, 1), height, width, -1);
    const blocks = [this.ordered(this.zeroth(planes), 1, 1)];
    if (maxOrder > 0) {
      const signal = this.regridded(this.padding(planes), this.finest);
      const second: string[] = [];
      for (let j1 = 0; j1 < J; j1++) {
        const first = this.convolved(signal, j1, this.gridAfter(j1));
        blocks.push(this.ordered(this.averaged(first), L, 1));
        if (maxOrder === 2 && j1 < J - 1) second.push(this.secondOrder(first, j1));
      }
      blocks.push(...second);
    }
    const joined = blocks.length > 1 ? builder.op('Concat', blocks, { axis: int(1) }) : blocks[0];
    const [rows, columns] = this.axes.map((axis) => axis.to - axis.from);
    return builder.op(
      'Reshape',
      [joined, builder.integers(-1, channels * pathCount2d(J, L, maxOrder), rows, columns)],
      {},
      output,
    );
  }

  /** All paths (j1, t1, j2, t2) of one j1, [planes, paths, positions]. */
  private secondOrder(first: Planes, j1: number): string {
    const { J, L } = this.options;
    const scales = Array.from({ length: J - 1 - j1 }, (_, i) => j1 + 1 + i).map((j2) => {
      const averages = this.ordered(this.averaged(this.convolved(first, j2, j2)), L, L);
      return reshape(this.builder, averages, -1, L, L * this.positions);
    });
    const joined = scales.length > 1 ? this.builder.op('Concat', scales, { axis: int(2) }) : scales[0];
    return reshape(this.builder, joined, -1, L * L * scales.length, this.positions);
  }

  /**
   * The grid that carries the first order of scale j: one step coarser where a second order follows, because every
   * second scale is coarser.
   */
  private gridAfter(j: number): number {
    return this.options.maxOrder === 2 ? Math.min(j + 1, this.options.J - 1) : j;
  }

  private get finest(): number {
    return this.gridAfter(0);
  }

  private get positions(): number {
    return this.axes.reduce((size, axis) => size * (axis.to - axis.from), 1);
  }

  /** [positions, last, first, planes] → [planes, first·last, positions]: the angle convolved last varies fastest. */
  private ordered(averages: string, first: number, last: number): string {
    const split = reshape(this.builder, averages, this.positions, last, first, -1);
    return reshape(this.builder, transpose(this.builder, split, 3, 2, 1, 0), -1, first * last, this.positions);
  }

  /** The low-pass of the unpadded image; mirroring is part of its matrices. */
  private zeroth(planes: string): string {
    const { J, height, width } = this.options;
    const matrix = (axis: number): string =>
      constantMatrix(this.builder, unpaddedMatrix(gaussianOfAxis(this.padded[axis], J, 0), this.axes[axis]));
    const rows = this.builder.op('MatMul', [matrix(1), reshape(this.builder, planes, height, width, -1)]);
    return this.builder.op('MatMul', [matrix(0), reshape(this.builder, rows, height, -1)]);
  }

  /** Mirrors the image, by matrices of zeros and ones: [rows, columns, 1, 1, planes]. */
  private padding(planes: string): Planes {
    const selection = (axis: Padding): string => constantMatrix(this.builder, mirroringMatrix(axis));
    const rows = this.builder.op('MatMul', [selection(this.axes[1]), planes]);
    const tensor = this.builder.op('MatMul', [
      selection(this.axes[0]),
      reshape(this.builder, rows, this.options.height, -1),
    ]);
    return { tensor, level: 0, grid: 0, spectra: new Map() };
  }

  /**
   * |planes ∗ ψ| for all wavelets of scale j, subsampled by 2^j, held on `grid`; the angle is put before the planes.
   */
  private convolved(planes: Planes, j: number, grid: number): Planes {
    const transform = this.transform(grid);
    const matrices = this.matrices.along({ from: planes.level, to: j, grid, spectrum: planes.grid }, transform);
    const product = reshape(
      this.builder,
      this.builder.op('MatMul', [matrices, this.spectrum(planes, grid)]),
      transform.points,
      2,
      -1,
    );
    return { tensor: modulus(this.builder, transform.inverse(product)), level: j, grid, spectra: new Map() };
  }

  /** The transform of the planes as [points of the grid, c·inputs, planes]; inputs are, per axis, (fold, phase). */
  private spectrum(planes: Planes, grid: number): string {
    const own = planes.spectra.get(planes.grid) ?? this.transform(planes.grid).forward(planes.tensor);
    planes.spectra.set(planes.grid, own);
    const known = planes.spectra.get(grid) ?? this.folded(own, planes, grid);
    planes.spectra.set(grid, known);
    return reshape(this.builder, known, this.transform(grid).points, 2 * 4 ** (grid - planes.level), -1);
  }

  /** Puts the frequencies of a spectrum that are one on a coarser grid beside each other. */
  private folded(spectrum: string, { level, grid }: Planes, coarser: number): string {
    const [folds, phases] = [2 ** (coarser - grid), 2 ** (grid - level)];
    const { lengths, factors } = this.transform(coarser);
    const places = lengths.flatMap((length, axis) => [factors[axis], folds, length / factors[axis]]);
    return transpose(
      this.builder,
      reshape(this.builder, spectrum, ...places, 2, phases, phases, -1),
      0,
      2,
      3,
      5,
      6,
      1,
      7,
      4,
      8,
      9,
    );
  }

  /** Planes held on no grid yet, as phases over one. */
  private regridded({ tensor, level }: Planes, grid: number): Planes {
    const q = 2 ** grid;
    const [rows, columns] = this.padded.map((length) => length / q);
    const apart =
      q > 1 ? transpose(this.builder, reshape(this.builder, tensor, rows, q, columns, q, -1), 0, 2, 1, 3, 4) : tensor;
    return { tensor: apart, level, grid, spectra: new Map() };
  }

  /** The low-pass, subsampled by 2^J and cropped: [rows', columns'·planes]. */
  private averaged({ tensor, level, grid }: Planes): string {
    const [rows, columns] = this.padded.map((length) => length / 2 ** grid);
    const phases = 2 ** (grid - level);
    const [down, across] = this.axes.map((axis, i) =>
      averagingMatrix(gaussianOfAxis(this.padded[i], this.options.J, level), axis, level),
    );
    const planes = reshape(this.builder, tensor, rows, columns * phases * phases, -1);
    const x = this.builder.op('MatMul', [constantMatrix(this.builder, acrossPhases(across, columns, phases)), planes]);
    return this.builder.op('MatMul', [constantMatrix(this.builder, down), reshape(this.builder, x, rows * phases, -1)]);
  }

  private transform(grid: number): GridTransform {
    let transform = this.transforms.get(grid);
    if (!transform) {
      const at = (level: number): number[] => this.padded.map((length) => length / 2 ** level);
      const [coarsest, finest] = [at(this.options.J - 1), at(this.finest)];
      transform = new GridTransform(
        this.builder,
        at(grid),
        coarsest.map((length, axis) => firstFactor(length, finest[axis])),
      );
      this.transforms.set(grid, transform);
    }
    return transform;
  }
}
