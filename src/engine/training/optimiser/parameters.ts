import { number } from '../../parameter/kinds';

export const learningRate = (usual: number) =>
  number({ name: 'learningRate', label: 'Learning rate', default: usual, minimum: 0 });

export const weightDecay = (usual: number) =>
  number({
    name: 'weightDecay',
    label: 'Weight decay',
    description: 'Pulls every weight towards zero',
    default: usual,
    minimum: 0,
  });
