import { Arithmetic } from '../../gradient/arithmetic';
import type { RelevanceRule } from '../context';
import { distributed, filledLike, toInput } from '../distribution';
import { linearLayer, positivePart } from '../linear-layer';

type Modify = (math: Arithmetic, weight: string) => string;

/** ε-rule with a modified weight; the input and the bias stay as they are (Captum's convention). */
const modified =
  (modify: Modify, epsilon: number): RelevanceRule =>
  (context) => {
    const layer = linearLayer(context);
    const weight = modify(new Arithmetic(context), layer.weight);
    return toInput(
      context,
      distributed(context, layer, [{ input: layer.input, weight, bias: layer.bias }], context.gradients[0]!, epsilon),
    );
  };

/** w + γ max(w, 0). */
export const gammaWeights = (gamma: number, epsilon: number): RelevanceRule =>
  modified((math, weight) => math.add(weight, math.mul(positivePart(math, weight), gamma)), epsilon);

/** max(w, 0). */
export const positiveWeights = (epsilon: number): RelevanceRule => modified(positivePart, epsilon);

/** The same share for everything a unit sees, whatever stands there. Lapuschkin et al. 2019, arXiv:1902.10178 */
export const flat = (epsilon: number): RelevanceRule => blind((math, weight, ones) => ones, epsilon);

/** Shares by squared weights. Montavon et al. 2017, https://doi.org/10.1016/j.patcog.2016.11.008 */
export const wSquare = (epsilon: number): RelevanceRule => blind((math, weight) => math.square(weight), epsilon);

/** A rule that does not look at the input: x := 1, no bias. */
function blind(modify: (math: Arithmetic, weight: string, ones: string) => string, epsilon: number): RelevanceRule {
  return (context) => {
    const layer = linearLayer(context);
    const math = new Arithmetic(context);
    const ones = (tensor: string) => filledLike(context, math.scalar(1), tensor);
    const part = { input: ones(layer.input), weight: modify(math, layer.weight, ones(layer.weight)) };
    return toInput(context, distributed(context, layer, [part], context.gradients[0]!, epsilon));
  };
}
