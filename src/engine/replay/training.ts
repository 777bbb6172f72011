import type { Adapter } from './adapter';
import { augment } from './training-cases/augment';
import { folds } from './training-cases/folds';
import { inputGradient } from './training-cases/input-gradient';
import { mnist1d } from './training-cases/mnist-1d';
import { optimise } from './training-cases/optimise';
import { weightGradient } from './training-cases/weight-gradient';

/** Suite `training`: gradients of weights, optimisers, recurrent networks, augmentation, MNIST-1D and folds. */
export const training: Adapter = {
  suite: 'training',
  methods: {
    augment,
    folds,
    'input-gradient': inputGradient,
    mnist1d,
    optimise,
    'weight-gradient': weightGradient,
  },
};
