import { numberAttribute } from '../../model';
import { fromFront, type ShapeRule } from '../facts';

/** Complex numbers lie along the last axis: real and imaginary part. */
const PARTS = 2;

export const fourier: ShapeRule = {
  ops: ['DFT'],
  infer({ node, shape, type, input, numbers }) {
    const dims = shape(0);
    if (!dims) return [{ type: type(0), shape: null }];
    const axis = fromFront(numbers(2)?.[0] ?? -2, dims.length);
    const length = input(1) ? (numbers(1)?.[0] ?? null) : dims[axis];
    const isHalf = numberAttribute(node, 'onesided', 0) === 1;
    const kept = isHalf ? (typeof length === 'number' ? Math.floor(length / 2) + 1 : null) : length;
    return [{ type: type(0), shape: [...dims.slice(0, -1).map((d, k) => (k === axis ? kept : d)), PARTS] }];
  },
};
