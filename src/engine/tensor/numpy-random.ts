import { UniformSource } from './uniform-source';

const WORDS = 624;
const MIDDLE = 397;

/**
 * NumPy's legacy stream of random numbers (`numpy.random.seed`, `RandomState`): the Mersenne Twister MT19937. It makes
 * the published sets and scikit-learn's shuffles again, number for number; everything else draws from `RandomStream`.
 */
export class NumpyRandom extends UniformSource {
  private readonly state = new Uint32Array(WORDS);
  private position = WORDS;
  private spare: number | undefined;

  /** @param seed a whole number from 0 to 2³² − 1 */
  constructor(seed: number) {
    super();
    this.state[0] = seed;
    for (let i = 1; i < WORDS; i++) {
      const before = this.state[i - 1] ^ (this.state[i - 1] >>> 30);
      this.state[i] = Math.imul(1812433253, before) + i;
    }
  }

  /** 32 random bits. */
  bits(): number {
    if (this.position === WORDS) this.twist();
    let word = this.state[this.position++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < WORDS; i++) {
      const word = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7fffffff);
      state[i] = state[(i + MIDDLE) % WORDS] ^ (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }

  /** Standard normal; the second of each pair comes first (`randn`). */
  normal(): number {
    const { spare } = this;
    this.spare = undefined;
    if (spare !== undefined) return spare;
    const [first, second] = this.normals();
    this.spare = first;
    return second;
  }

  /** A whole number in [0, limit) for limits up to 2³²: words are masked, and drawn again while too large (`randint`). */
  below(limit: number): number {
    const most = limit - 1;
    if (most === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(most);
    for (;;) {
      const value = (this.bits() & mask) >>> 0;
      if (value <= most) return value;
    }
  }

  /** Shuffles in place, from the end (`shuffle`). */
  shuffle(values: Int32Array): Int32Array {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [values[i], values[j]] = [values[j], values[i]];
    }
    return values;
  }

  /** 0 … length − 1 in random order (`permutation`). */
  permutation(length: number): Int32Array {
    return this.shuffle(Int32Array.from({ length }, (_, i) => i));
  }
}
