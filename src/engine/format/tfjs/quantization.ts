import type { Weight } from '../../graph/model';
import { tensorOf, weightOf } from '../../graph/weight';
import { asFloats, floats } from '../../tensor/tensor';

/** How a weight was made smaller: whole numbers q for q · scale + min, or half floats. */
export interface Quantization {
  readonly dtype: string;
  readonly scale?: number;
  readonly min?: number;
  readonly original_dtype?: string;
}

/** The weight as TensorFlow.js uses it. */
export function dequantized(
  weight: Weight,
  { dtype, scale = 1, min = 0, original_dtype: original }: Quantization,
): Weight {
  const values = asFloats(tensorOf(weight));
  if (dtype === 'float16') return weightOf(values);
  const restored = values.data.map((q) => q * scale + min);
  if (original !== 'int32') return weightOf(floats(weight.dims, restored));
  return weightOf({ type: 'int32', dims: weight.dims, data: Int32Array.from(restored, Math.round) });
}
