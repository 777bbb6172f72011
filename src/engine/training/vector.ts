import type { GraphBuilder } from '../graph/builder';
import { int, type Weight } from '../graph/model';
import { floatsOf } from '../graph/weight';
import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';

/** Where one weight lies in the vector that holds all of them. */
export interface VectorPart {
  readonly name: string;
  readonly dims: readonly number[];
  readonly start: number;
}

/** Weights one after the other: one tensor crosses into a run instead of many, and one update serves them all. */
export class WeightVector {
  readonly length: number;
  readonly parts: readonly VectorPart[];

  constructor(
    names: readonly string[],
    private readonly weights: ReadonlyMap<string, Weight>,
  ) {
    let start = 0;
    this.parts = names.map((name) => {
      const { dims } = weights.get(name)!;
      const part = { name, dims, start };
      start += sizeOf(dims);
      return part;
    });
    this.length = start;
  }

  /** The values the weights were stored with. */
  initial(): FloatTensor {
    const vector = floats([this.length]);
    for (const { name, start } of this.parts) vector.data.set(floatsOf(this.weights.get(name)!).data, start);
    return vector;
  }

  /** Every weight by name, as a view of the vector. */
  views({ data }: FloatTensor): Map<string, FloatTensor> {
    return new Map(
      this.parts.map(({ name, dims, start }) => [name, floats(dims, data.subarray(start, start + sizeOf(dims)))]),
    );
  }

  /** Takes the vector `from` apart: every weight becomes a tensor of its name. */
  split(builder: GraphBuilder, from: string): void {
    for (const { name, dims, start } of this.parts) {
      const slice = builder.op('Slice', [from, builder.integers(start), builder.integers(start + sizeOf(dims))]);
      builder.op(
        'Reshape',
        [
          slice,
          builder.constant({ type: 'int64', dims: [dims.length], data: BigInt64Array.from(dims, BigInt) }, 'shape'),
        ],
        {},
        name,
      );
    }
  }

  /** Joins tensors, one per weight and of its shape, to a vector. */
  join(builder: GraphBuilder, tensors: ReadonlyMap<string, string>): string {
    const flat = this.parts.map(({ name }) => builder.op('Reshape', [tensors.get(name)!, builder.integers(-1)]));
    return builder.op('Concat', flat, { axis: int(0) });
  }
}
