import { LensError } from '../../../protocol/error';
import { numberAttribute, type Model } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import { floats, type FloatTensor } from '../../tensor/tensor';
import { layoutOf } from './features';
import { upsampled } from './upsampling';
import type { MethodContext } from '../method';

/**
 * The attention matrices [N, heads, T, T] of a transformer on the way to its logits, from the first layer to the last:
 * the results of Softmax over the last axis of a square. @throws LensError where there are none, or of several sizes
 */
export function attentionTensors(model: Model, logits: string): string[] {
  const forward = withOutputs(model, [logits]);
  const found = forward.graph.nodes.flatMap((node) => {
    const shape = node.op === 'Softmax' ? forward.graph.values.get(node.outputs[0])?.shape : undefined;
    const square = shape?.length === 4 && typeof shape[3] === 'number' && shape[2] === shape[3];
    return square && [-1, 3].includes(numberAttribute(node, 'axis', -1))
      ? [{ tensor: node.outputs[0], tokens: shape[3] as number, windows: shape[0] }]
      : [];
  });
  const global = found.every(({ tokens, windows }) => tokens === found[0].tokens && windows === found[0].windows);
  if (found.length > 0 && global) return found.map(({ tensor }) => tensor);
  throw new LensError({
    code: 'unsupported-model',
    what:
      found.length === 0
        ? 'no attention over tokens is found in the graph'
        : 'attention runs in windows of several sizes, which cannot be multiplied',
    next: 'Choose a gradient or CAM method',
  });
}

/** Square matrices in row-major order. */
export class TokenMatrix {
  constructor(
    readonly size: number,
    readonly values: Float64Array = new Float64Array(size * size),
  ) {}

  static identity(size: number): TokenMatrix {
    const made = new TokenMatrix(size);
    for (let i = 0; i < size; i++) made.values[i * size + i] = 1;
    return made;
  }

  /** factor · this + other. */
  plus(other: TokenMatrix, factor = 1): TokenMatrix {
    return new TokenMatrix(
      this.size,
      this.values.map((v, i) => factor * v + other.values[i]),
    );
  }

  times(other: TokenMatrix): TokenMatrix {
    const { size } = this;
    const product = new TokenMatrix(size);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < size; k++) {
        const factor = this.values[i * size + k];
        if (factor !== 0)
          for (let j = 0; j < size; j++) product.values[i * size + j] += factor * other.values[k * size + j];
      }
    }
    return product;
  }

  /** Each row divided by its sum. */
  normalised(): TokenMatrix {
    const { size } = this;
    const sums = Float64Array.from({ length: size }, (_, i) =>
      this.values.subarray(i * size, (i + 1) * size).reduce((a, b) => a + b, 0),
    );
    return new TokenMatrix(
      size,
      this.values.map((v, i) => v / sums[Math.floor(i / size)]),
    );
  }
}

/** Heads [1, heads, T, T] put together elementwise. */
export function fusedHeads({ dims, data }: FloatTensor, fuse: (values: number[]) => number): TokenMatrix {
  const [, heads, size] = dims;
  return new TokenMatrix(
    size,
    Float64Array.from({ length: size * size }, (_, i) =>
      fuse(Array.from({ length: heads }, (__, h) => data[h * size * size + i])),
    ),
  );
}

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/**
 * How much each patch flows into what is read out: the class token's row, or the mean of all rows where there is none,
 * on the grid of patches and enlarged, [1, 1, …].
 */
export function tokenMap(context: MethodContext, rollout: TokenMatrix): { map: FloatTensor; raw: FloatTensor } {
  const { size, values } = rollout;
  const layout = layoutOf([1, size, 1], context.input.dims);
  const extra = layout.kind === 'tokens' ? layout.extra : 0;
  const rows = extra > 0 ? [0] : Array.from({ length: size }, (_, i) => i);
  const raw = Float64Array.from({ length: size - extra }, (_, p) =>
    mean(rows.map((r) => values[r * size + extra + p])),
  );
  const grid = { values: raw, height: layout.height, width: layout.width };
  return {
    map: upsampled(grid, context.input.dims, { interpolation: 'bilinear' }),
    raw: floats([layout.height, layout.width], Float32Array.from(raw)),
  };
}
