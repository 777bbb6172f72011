import { LensError } from '../../protocol/error';
import { RandomStream } from '../tensor/random';
import { asFloats, floats, row, sizeOf, type FloatTensor, type Tensor } from '../tensor/tensor';

/** The random numbers of a method: seeded, one stream per name and sample, or replayed from stored arrays. */
export class Draws {
  constructor(
    readonly seed: number,
    private readonly stored: Readonly<Record<string, Tensor>> = {},
  ) {}

  /** A stored array, if there is one of that name. */
  given(name: string): Tensor | undefined {
    return this.stored[name];
  }

  /** A stored array as float32. @throws LensError when it is missing */
  required(name: string): FloatTensor {
    const tensor = this.stored[name];
    if (!tensor)
      throw new LensError({
        code: 'invalid-argument',
        what: `the draws ${name} are missing`,
        next: `Give them with --draws ${name}=FILE.npy`,
      });
    return asFloats(tensor);
  }

  /** The stream of sample `index`: the same numbers for any batch size. */
  stream(name: string, index: number): RandomStream {
    return new RandomStream(this.seed, name, index);
  }

  /**
   * Normal noise for one sample, [1, C, …], from the stored rows if given.
   * @param stdevs of each channel
   */
  noise(name: string, index: number, dims: readonly number[], stdevs: readonly number[]): FloatTensor {
    const stored = this.stored[name];
    if (stored) return row(asFloats(stored), index);
    const stream = this.stream(name, index);
    const positions = sizeOf(dims.slice(1));
    return floats(
      [1, ...dims],
      Float32Array.from({ length: sizeOf(dims) }, (_, i) => stdevs[Math.floor(i / positions)] * stream.normal()),
    );
  }

  /** A uniform number in [0, 1) for one sample. */
  uniform(name: string, index: number): number {
    const stored = this.stored[name];
    return stored ? Number(stored.data[index]) : this.stream(name, index).uniform();
  }

  /** A whole number below `limit` for one sample. */
  below(name: string, index: number, limit: number): number {
    const stored = this.stored[name];
    return stored ? Number(stored.data[index]) : this.stream(name, index).below(limit);
  }
}
