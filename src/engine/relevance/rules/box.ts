import { Arithmetic } from '../../gradient/arithmetic';
import { rankOf } from '../../gradient/shaping';
import { floats } from '../../tensor/tensor';
import type { RelevanceRule } from '../context';
import { distributed, filledLike, toInput } from '../distribution';
import { linearLayer, negativePart, positivePart } from '../linear-layer';

/** The smallest and largest value of the input: one number, or one per channel. */
export interface Box {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * LRP-zB for the first layer of a bounded input: z = W x − W⁺ l − W⁻ h, every term of it non-negative.
 * Montavon et al. 2017, https://doi.org/10.1016/j.patcog.2016.11.008
 */
export const box =
  ({ low, high }: Box, epsilon: number): RelevanceRule =>
  (context) => {
    const layer = linearLayer(context);
    const math = new Arithmetic(context);
    const rank = rankOf(context, layer.input);
    const opposite = (bound: readonly number[]): string => {
      const constant = context.builder.constant(
        floats(
          [1, bound.length, ...new Array<number>(rank - 2).fill(1)],
          bound.map((v) => -v),
        ),
        'bound',
      );
      return filledLike(context, constant, layer.input);
    };
    const parts = [
      { input: layer.input, weight: layer.weight },
      { input: opposite(low), weight: positivePart(math, layer.weight) },
      { input: opposite(high), weight: negativePart(math, layer.weight) },
    ];
    return toInput(context, distributed(context, layer, parts, context.gradients[0]!, epsilon));
  };
