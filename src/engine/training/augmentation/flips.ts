import { number } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import type { RandomStream } from '../../tensor/random';
import { floats, stridesOf, type FloatTensor } from '../../tensor/tensor';

/** Whether it is done at all; a flip that is named without it is done. */
export interface Flip {
  readonly flip?: boolean;
}

export const flipParams = [
  number({
    name: 'probability',
    label: 'Probability',
    description: 'The share of inputs that are flipped',
    default: 0.5,
    minimum: 0,
    maximum: 1,
  }),
] as const;

export const drawFlip = (random: RandomStream, { probability }: ValuesOf<typeof flipParams>): Flip => ({
  flip: random.uniform() < probability,
});

/** Reversed along one axis. */
export function reversed(input: FloatTensor, axis: number): FloatTensor {
  const result = floats(input.dims);
  const step = stridesOf(input.dims)[axis];
  const block = input.dims[axis] * step;
  for (let start = 0; start < input.data.length; start += block)
    for (let from = 0; from < block; from += step)
      for (let k = 0; k < step; k++) result.data[start + block - step - from + k] = input.data[start + from + k];
  return result;
}
