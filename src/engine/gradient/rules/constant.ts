import type { GradientRule } from '../rule';

/**
 * Piecewise constant operators, and those that read only shapes or give indices and truth values: no gradient flows
 * back.
 */
export const constantRule: GradientRule = {
  ops: [
    'Ceil',
    'Floor',
    'Round',
    'Sign',
    'Shape',
    'Size',
    'Constant',
    'ConstantOfShape',
    'Range',
    'EyeLike',
    'NonZero',
    'OneHot',
    'Equal',
    'Greater',
    'GreaterOrEqual',
    'Less',
    'LessOrEqual',
    'Not',
    'And',
    'Or',
    'Xor',
    'IsNaN',
    'IsInf',
    'ArgMax',
    'ArgMin',
    'Hardmax',
    'NonMaxSuppression',
    'Bernoulli',
    'RandomNormalLike',
    'RandomUniformLike',
  ],
  cuts: () => true,
  backward: ({ node }) => node.inputs.map(() => undefined),
};
