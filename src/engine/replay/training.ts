import type { Adapter } from './adapter';
import { folds } from './training-cases/folds';

/** Suite `training`: gradients of weights, optimisers, recurrent networks, augmentation, MNIST-1D and folds. */
export const training: Adapter = {
  suite: 'training',
  methods: {
    folds,
  },
};
