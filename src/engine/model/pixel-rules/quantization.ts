import { rescaled } from '../pixel-tensor';
import { scaling, shifting, unscaled } from './change';
import type { PixelRule } from './rule';

/** Integers of 8 bits can stand for these numbers only: the range for which the model was quantised. */
const quantization: PixelRule = {
  ops: ['QuantizeLinear'],
  follow({ pixels, constant, storedType }) {
    const image = pixels(0);
    const [scale, zero] = [constant(1)?.data, constant(2)];
    if (!image || scale?.length !== 1) return [undefined];
    const [origin, signed] = [zero?.data[0] ?? 0, storedType(2) === 'int8'];
    const [low, high] = [signed ? -128 : 0, signed ? 127 : 255];
    const limits = [unscaled(image, (low - origin) * scale[0]), unscaled(image, (high - origin) * scale[0])] as const;
    const whole = rescaled(rescaled(image, '', [1 / scale[0]], scaling), '', [origin], shifting);
    return [{ ...whole, arithmetic: image.arithmetic, limits }];
  },
};

const dequantization: PixelRule = {
  ops: ['DequantizeLinear'],
  follow({ node, pixels, constant }) {
    const image = pixels(0);
    const scale = constant(1)?.data;
    if (!image || scale?.length !== 1) return [undefined];
    const centred = rescaled(image, node.op, [constant(2)?.data[0] ?? 0], (channel, zero) => shifting(channel, -zero));
    const made = rescaled(centred, node.op, [scale[0]], scaling);
    // Where the graph itself had quantised them, the numbers are what they were.
    return [image.limits ? { ...made, arithmetic: image.arithmetic } : made];
  },
};

/** Rules of operators between numbers and integers of 8 bits. */
export const quantizationRules: readonly PixelRule[] = [quantization, dequantization];
