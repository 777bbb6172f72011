import { LensError } from '../../../protocol/error';
import { number, numbers } from '../../parameter/kinds';

export const hidden = <const D extends readonly number[]>(usual: D) =>
  numbers({
    name: 'hidden',
    label: 'Hidden layers',
    description: 'Units of every fully connected layer but the last',
    default: usual,
  });

export const dropout = (usual: number) =>
  number({
    name: 'dropout',
    label: 'Dropout',
    description: 'The share of values that are zeroed at random in front of the classifier',
    default: usual,
    minimum: 0,
    maximum: 0.95,
  });

/** @throws LensError naming a list that holds something else than sizes */
export function sizes(values: readonly number[], name: string): readonly number[] {
  if (values.every((value) => Number.isInteger(value) && value >= 1)) return values;
  throw new LensError({
    code: 'invalid-argument',
    what: `${name} cannot be ${values.join(' x ')}`,
    next: 'Give whole numbers from 1, as 16x32',
  });
}

/** Kernel sizes, one per convolution. @throws LensError where there are more or fewer, or even ones */
export function kernelsOf(kernels: readonly number[], channels: readonly number[]): readonly number[] {
  const own = sizes(kernels, 'kernels');
  const each = own.length === 1 ? channels.map(() => own[0]) : own;
  if (each.length === channels.length) return each;
  throw new LensError({
    code: 'invalid-argument',
    what: `there are ${each.length} kernels for ${channels.length} convolutions`,
    next: 'Give one for each, or one for all',
  });
}
