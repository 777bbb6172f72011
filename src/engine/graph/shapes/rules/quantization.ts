import { numberAttribute } from '../../model';
import { elementTypeOf } from '../element-type';
import type { ShapeRule } from '../facts';

export const quantize: ShapeRule = {
  ops: ['QuantizeLinear'],
  infer({ node, shape, input }) {
    const stated = numberAttribute(node, 'output_dtype', 0);
    return [{ type: stated ? elementTypeOf(stated) : (input(2)?.type ?? 'uint8'), shape: shape(0) }];
  },
};

export const dequantize: ShapeRule = {
  ops: ['DequantizeLinear'],
  infer: ({ shape, type }) => [{ type: type(1), shape: shape(0) }],
};

export const dynamicQuantize: ShapeRule = {
  ops: ['DynamicQuantizeLinear'],
  infer: ({ shape }) => [
    { type: 'uint8', shape: shape(0) },
    { type: 'float32', shape: [] },
    { type: 'uint8', shape: [] },
  ],
};
