/** Disjoint sets of pixels; the root of a set is its first pixel. */
export class Forest {
  private readonly parents: Int32Array;
  /** Pixels of the set, valid at its root. */
  readonly sizes: Int32Array;

  constructor(size: number) {
    this.parents = Int32Array.from({ length: size }, (_, i) => i);
    this.sizes = new Int32Array(size).fill(1);
  }

  /** The set's first pixel; paths are halved on the way. */
  root(pixel: number): number {
    const { parents } = this;
    let at = pixel;
    while (parents[at] !== at) at = parents[at] = parents[parents[at]];
    return at;
  }

  /** Unites the sets of two different roots and returns the root of the union. */
  join(a: number, b: number): number {
    const root = Math.min(a, b);
    const other = Math.max(a, b);
    this.parents[other] = root;
    this.sizes[root] += this.sizes[other];
    return root;
  }

  /** The root of every pixel. */
  roots(): Int32Array {
    return this.parents.map((_, pixel) => this.root(pixel));
  }
}
