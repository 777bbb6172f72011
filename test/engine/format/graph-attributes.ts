import { ints, text, texts, type } from './graph-def';

/** Attributes of a convolution or a pooling over images with channels last. */
export const conv = (strides = 1, padding = 'SAME', more = {}): Record<string, unknown> => ({
  T: type(),
  data_format: text('NHWC'),
  padding: text(padding),
  strides: ints(1, strides, strides, 1),
  dilations: ints(1, 1, 1, 1),
  explicit_paddings: { list: {} },
  ...more,
});
/** Attributes of what is fused into a convolution or a product. */
export const fused = (...ops: string[]): Record<string, unknown> => ({
  fused_ops: texts(...ops),
  num_args: { i: String(ops[0] === 'BiasAdd' ? 1 : 0) },
  epsilon: { f: 0 },
});
/** Attributes of a strided slice, whose masks are given by name: begin, end, ellipsis, new_axis, shrink_axis. */
export const slice = (masks: Readonly<Record<string, number>>): Record<string, unknown> => ({
  T: type(),
  Index: type('DT_INT32'),
  ...Object.fromEntries(
    ['begin', 'end', 'ellipsis', 'new_axis', 'shrink_axis'].map((name) => [
      `${name}_mask`,
      { i: String(masks[name] ?? 0) },
    ]),
  ),
});
