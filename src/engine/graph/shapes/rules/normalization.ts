import { numberAttribute } from '../../model';
import { elementTypeOf } from '../element-type';
import { fromFront, outputsOf, type ShapeRule } from '../facts';

export const batchNormalization: ShapeRule = {
  ops: ['BatchNormalization'],
  infer: ({ node, shape, type }) =>
    outputsOf(node, (k) => ({ type: type(k === 0 ? 0 : 3), shape: shape(k === 0 ? 0 : 3) })),
};

/** The mean and inverse deviation keep the normalised axes with length 1. */
export const layerNormalization: ShapeRule = {
  ops: ['LayerNormalization'],
  infer({ node, shape, type }) {
    const input = shape(0);
    const axis = input ? fromFront(numberAttribute(node, 'axis', -1), input.length) : 0;
    const reduced = input && input.map((d, k) => (k < axis ? d : 1));
    const statistics = elementTypeOf(numberAttribute(node, 'stash_type', 1));
    return outputsOf(node, (k) => (k === 0 ? { type: type(0), shape: input } : { type: statistics, shape: reduced }));
  },
};
