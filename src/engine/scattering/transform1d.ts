import { LensError } from '../../protocol/error';
import { GraphBuilder } from '../graph/builder';
import { int, type Model } from '../graph/model';
import { fft, fromReal, ifft } from '../tensor/fft';
import { floats, type FloatTensor } from '../tensor/tensor';
import type { Filter1d, FilterBank1d } from './bank1d';
import { firstFactor, GridTransform } from './grid-transform';
import { averagingMatrix, subsampled, unpaddedMatrix } from './low-pass';
import { modulus } from './modulus';
import { bankOf1d, paddingOf1d, paths1d, type ScatteringOptions1d } from './options1d';
import { mirrored, type Padding } from './padding';
import { constantMatrix, reshape, transpose } from './reshaping';

/**
 * The 1-D scattering transform as a graph of its own: input `signal` [batch, channels, length], output `scattering`
 * [batch, channels·paths, time].
 */
export function scatteringModel1d(options: ScatteringOptions1d): Model {
  const builder = new GraphBuilder();
  const { channels, length } = options;
  const input = builder.input('signal', 'float32', ['batch', channels, length]);
  const transform = new Transform1d(builder, options);
  builder.output(transform.append(input), 'scattering', 'float32', [
    'batch',
    channels * transform.paths,
    transform.time,
  ]);
  return builder.build();
}

/** Wavelets used at one resolution: neighbours in the bank. */
interface Group {
  readonly filters: readonly Filter1d[];
  readonly j: number;
  /** Subsampling, at most that of the output. */
  readonly level: number;
}

/**
 * The 1-D transform (Andén and Mallat, IEEE Trans. Signal Processing 62, 2014), with the operators of the 2-D one, from
 * [batch, channels, length] to [batch, channels·paths, time].
 */
class Transform1d {
  private readonly bank: FilterBank1d;
  private readonly axis: Padding;
  /** Subsampling of the output. */
  private readonly last: number;
  private readonly transforms = new Map<number, GridTransform>();

  constructor(
    private readonly builder: GraphBuilder,
    private readonly options: ScatteringOptions1d,
  ) {
    if (![0, 1, 2].includes(options.maxOrder)) {
      throw new LensError({
        code: 'invalid-argument',
        what: `there is no order ${options.maxOrder}`,
        where: 'scattering',
        next: 'Choose 0, 1 or 2',
      });
    }
    this.bank = bankOf1d(options);
    this.axis = paddingOf1d(this.bank, options);
    this.last = Math.log2(this.axis.stride);
  }

  get paths(): number {
    return paths1d(this.bank, this.options.maxOrder).length;
  }

  get time(): number {
    return this.axis.to - this.axis.from;
  }

  append(input: string): string {
    const { builder, options, bank } = this;
    const planes = reshape(builder, transpose(builder, input, 2, 0, 1), options.length, -1);
    const low = builder.op('MatMul', [
      constantMatrix(this.builder, unpaddedMatrix(subsampled(bank.phi.fourier(), 0, false), this.axis)),
      planes,
    ]);
    const blocks = [this.ordered(low, 1, 1)];
    const second: string[] = [];
    if (options.maxOrder > 0) {
      // Not a product with a matrix of zeros and ones, as for images: for long signals that would be larger than
      // everything else.
      const signal = builder.op('Gather', [planes, builder.integers(...mirrored(this.axis))], { axis: int(0) });
      for (const group of this.groups(bank.psi1)) {
        const first = this.convolved(signal, 0, group);
        blocks.push(this.ordered(this.averaged(first, group.level), group.filters.length, 1));
        if (options.maxOrder === 2) second.push(...this.secondOrder(first, group));
      }
    }
    blocks.push(...second);
    const joined = blocks.length > 1 ? builder.op('Concat', blocks, { axis: int(1) }) : blocks[0];
    return reshape(builder, joined, -1, options.channels * this.paths, this.time);
  }

  /**
   * Second order of one group of first wavelets: [planes, (n1, n2), time], or nothing where no second wavelet is
   * coarser.
   */
  private secondOrder(first: string, { filters, j, level }: Group): string[] {
    const groups = this.groups(this.bank.psi2.filter((f) => f.j > j));
    if (groups.length === 0) return [];
    const parts = groups.map((group) => {
      const averages = this.averaged(this.convolved(first, level, group), group.level);
      return reshape(
        this.builder,
        this.ordered(averages, filters.length, group.filters.length),
        -1,
        filters.length,
        group.filters.length * this.time,
      );
    });
    const joined = parts.length > 1 ? this.builder.op('Concat', parts, { axis: int(2) }) : parts[0];
    const count = filters.length * groups.reduce((total, group) => total + group.filters.length, 0);
    return [reshape(this.builder, joined, -1, count, this.time)];
  }

  /** Wavelets in groups of equal j; their order in the bank is by falling frequency, so j never falls. */
  private groups(filters: readonly Filter1d[]): Group[] {
    const scales = [...new Set(filters.map((f) => f.j))];
    return scales.map((j) => ({ filters: filters.filter((f) => f.j === j), j, level: Math.min(j, this.last) }));
  }

  /** [time, last, first, planes] → [planes, first·last, time] */
  private ordered(averages: string, first: number, last: number): string {
    const split = reshape(this.builder, averages, this.time, last, first, -1);
    return reshape(this.builder, transpose(this.builder, split, 3, 2, 1, 0), -1, first * last, this.time);
  }

  /**
   * |signal ∗ ψ| for the wavelets of a group, from resolution `level` to theirs; the wavelet's index is put before the
   * planes.
   */
  private convolved(signal: string, level: number, group: Group): string {
    const transform = this.transform(group.level);
    const phases = 2 ** (group.level - level);
    const spectrum = transform.forward(reshape(this.builder, signal, transform.points, -1));
    const matrices = this.builder.constant(this.polyphase(transform, level, phases, group.filters), 'wavelets');
    const product = this.builder.op('MatMul', [
      matrices,
      reshape(this.builder, spectrum, transform.points, 2 * phases, -1),
    ]);
    return modulus(this.builder, transform.inverse(reshape(this.builder, product, transform.points, 2, -1)));
  }

  /**
   * Per frequency κ of the coarser grid the matrix [c'·filters, c·phases] of the transforms of ψ's phases, as in the
   * 2-D transform.
   */
  private polyphase(
    transform: GridTransform,
    level: number,
    phases: number,
    filters: readonly Filter1d[],
  ): FloatTensor {
    const out = floats([transform.points, 2 * filters.length, 2 * phases]);
    const frequencies = transform.frequencies(0);
    filters.forEach((filter, row) => {
      const { re, im } = ifft(fromReal(filter.fourier(level)));
      for (let phase = 0; phase < phases; phase++) {
        const sample = (m: number): number => (m * phases - phase + re.length) % re.length;
        const every = (part: Float64Array): Float64Array =>
          Float64Array.from({ length: transform.points }, (_, m) => part[sample(m)]);
        const spectrum = fft({ re: every(re), im: every(im) });
        frequencies.forEach((k, point) => {
          const real = (point * 2 * filters.length + row) * 2 * phases + phase;
          const imaginary = real + filters.length * 2 * phases;
          out.data[real] = out.data[imaginary + phases] = spectrum.re[k];
          out.data[imaginary] = spectrum.im[k];
          out.data[real + phases] = -spectrum.im[k];
        });
      }
    });
    return out;
  }

  private averaged(signal: string, level: number): string {
    const matrix = averagingMatrix(subsampled(this.bank.phi.fourier(), level, false), this.axis, level);
    return this.builder.op('MatMul', [
      constantMatrix(this.builder, matrix),
      reshape(this.builder, signal, this.bank.padded / 2 ** level, -1),
    ]);
  }

  private transform(level: number): GridTransform {
    let transform = this.transforms.get(level);
    if (!transform) {
      const length = this.bank.padded / 2 ** level;
      transform = new GridTransform(this.builder, [length], [firstFactor(length, length)]);
      this.transforms.set(level, transform);
    }
    return transform;
  }
}
