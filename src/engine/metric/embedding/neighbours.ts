import { PairCosines } from './pair-cosines';

/** Neighbours of each input that are remembered: as many as recall is counted at. */
const NEAREST = 10;

/** Sums of cosines of a label's inputs. */
interface Cosines {
  sum: number;
  count: number;
}

const meanOf = ({ sum, count }: Cosines): number => sum / count;

/**
 * Which inputs are nearest to each other by the cosine of their embeddings, input by input: every new one is compared
 * with all before it, and of each only the nearest are remembered.
 */
export class Neighbours {
  /** Directions, of length 1. */
  private readonly directions: Float32Array;
  private readonly labels: Int32Array;
  private readonly cosines: Float32Array;
  private readonly indices: Int32Array;
  private readonly bestOwn: Float32Array;
  private readonly bestOther: Float32Array;
  private readonly within: readonly Cosines[];
  private readonly between: readonly Cosines[];
  private readonly pairs = new PairCosines();
  private count = 0;

  /** @param width numbers of an embedding @param classes labels that occur @param capacity inputs at most */
  constructor(
    private readonly width: number,
    classes: number,
    capacity: number,
  ) {
    this.directions = new Float32Array(capacity * width);
    this.labels = new Int32Array(capacity);
    this.cosines = new Float32Array(capacity * NEAREST).fill(-Infinity);
    this.indices = new Int32Array(capacity * NEAREST).fill(-1);
    this.bestOwn = new Float32Array(capacity).fill(NaN);
    this.bestOther = new Float32Array(capacity).fill(NaN);
    const none = (): Cosines[] => Array.from({ length: classes }, () => ({ sum: 0, count: 0 }));
    [this.within, this.between] = [none(), none()];
  }

  add(label: number, embedding: Float32Array): void {
    const { width, directions } = this;
    const own = this.count;
    const length = Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let k = 0; k < width; k++) directions[own * width + k] = embedding[k] / length;
    this.labels[own] = label;
    for (let other = 0; other < own; other++) this.compare(own, other);
    this.count++;
  }

  /** Inputs so far. */
  get size(): number {
    return this.count;
  }

  labelOf(input: number): number {
    return this.labels[input];
  }

  /** The nearest other input, −1 where there is none, and its cosine. */
  nearest(input: number): { readonly index: number; readonly cosine: number } {
    return { index: this.indices[input * NEAREST], cosine: this.cosines[input * NEAREST] };
  }

  /** The cosine of the nearest input with the same label; NaN for one that is alone in its class. */
  nearestOwn(input: number): number {
    return this.bestOwn[input];
  }

  /** The cosine of the nearest input with another label; NaN where there is none. */
  nearestOther(input: number): number {
    return this.bestOther[input];
  }

  /** Whether one of the k nearest inputs has the same label; undefined for an input that is alone in its class. */
  isFound(input: number, k: number): boolean | undefined {
    if (Number.isNaN(this.bestOwn[input])) return undefined;
    const near = this.indices.subarray(input * NEAREST, input * NEAREST + Math.min(k, NEAREST));
    return near.some((index) => index >= 0 && this.labels[index] === this.labels[input]);
  }

  /** The share of inputs, of one label or of all, that are found among the k nearest of theirs; NaN without any. */
  recall(k: number, label?: number): number {
    let [found, asked] = [0, 0];
    for (let input = 0; input < this.count; input++) {
      if (label !== undefined && this.labels[input] !== label) continue;
      const isFound = this.isFound(input, k);
      if (isFound === undefined) continue;
      asked++;
      if (isFound) found++;
    }
    return found / asked;
  }

  /** Inputs of a label. */
  support(label: number): number {
    return this.labels.subarray(0, this.count).reduce((sum, own) => sum + (own === label ? 1 : 0), 0);
  }

  /** The mean cosine of pairs with one label: all, or those of a label. */
  cosineWithin(label?: number): number {
    return meanOf(label === undefined ? total(this.within) : this.within[label]);
  }

  /** The mean cosine of pairs with two labels: all, or those with a label. */
  cosineBetween(label?: number): number {
    return meanOf(label === undefined ? total(this.between) : this.between[label]);
  }

  get rocAuc(): number {
    return this.pairs.rocAuc;
  }

  get equalErrorRate(): number {
    return this.pairs.equalErrorRate;
  }

  private compare(own: number, other: number): void {
    const { width, directions, labels } = this;
    const [at, from] = [own * width, other * width];
    let cosine = 0;
    for (let k = 0; k < width; k++) cosine += directions[at + k] * directions[from + k];
    const isAlike = labels[own] === labels[other];
    this.pairs.add(cosine, isAlike);
    const best = isAlike ? this.bestOwn : this.bestOther;
    for (const [input, near] of [
      [own, other],
      [other, own],
    ]) {
      const sums = (isAlike ? this.within : this.between)[labels[input]];
      sums.sum += cosine;
      sums.count++;
      if (!(best[input] >= cosine)) best[input] = cosine;
      this.remember(input, near, cosine);
    }
  }

  /** Enters an input among the nearest of another, behind those that are as near. */
  private remember(input: number, near: number, cosine: number): void {
    const { cosines, indices } = this;
    const first = input * NEAREST;
    let place = first + NEAREST - 1;
    if (!(cosine > cosines[place])) return;
    for (; place > first && cosine > cosines[place - 1]; place--) {
      cosines[place] = cosines[place - 1];
      indices[place] = indices[place - 1];
    }
    cosines[place] = cosine;
    indices[place] = near;
  }
}

const total = (all: readonly Cosines[]): Cosines => ({
  sum: all.reduce((sum, one) => sum + one.sum, 0),
  count: all.reduce((sum, one) => sum + one.count, 0),
});
