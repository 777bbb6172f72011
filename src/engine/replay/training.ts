import type { Adapter } from './adapter';
import { augment } from './training-cases/augment';
import { folds } from './training-cases/folds';
import { mnist1d } from './training-cases/mnist-1d';

/** Suite `training`: gradients of weights, optimisers, recurrent networks, augmentation, MNIST-1D and folds. */
export const training: Adapter = {
  suite: 'training',
  methods: {
    augment,
    folds,
    mnist1d,
  },
};
