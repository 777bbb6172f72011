import { GraphDef, ints, text, texts, type } from '../graph-def';

/** Part of a network on an image of DIMS. */
type Draw = (g: GraphDef, x: string) => string;
export interface Case {
  readonly build: Draw;
  /**
   * There is no gradient, or TensorFlow.js has none that is right: of whole numbers, slices, dilated or resampled
   * images.
   */
  readonly flat?: true;
}

export const DIMS = [2, 8, 6, 4];
export const conv = (more = {}): Record<string, unknown> => ({
  T: type(),
  data_format: text('NHWC'),
  padding: text('VALID'),
  strides: ints(1, 1, 1, 1),
  dilations: ints(1, 1, 1, 1),
  explicit_paddings: { list: {} },
  ...more,
});
export const f = { T: type() };
export const node =
  (op: string, ...more: ((g: GraphDef) => string)[]): Draw =>
  (g, x) =>
    g.node(op, [x, ...more.map((make) => make(g))], f);
export const slice = (masks: Readonly<Record<string, number>>): Record<string, unknown> =>
  Object.fromEntries(
    ['begin_mask', 'end_mask', 'ellipsis_mask', 'new_axis_mask', 'shrink_axis_mask'].map((name) => [
      name,
      { i: String(masks[name.replace('_mask', '')] ?? 0) },
    ]),
  );
export const strided =
  (begins: number[], ends: number[], steps: number[], masks: Readonly<Record<string, number>>): Draw =>
  (g, x) =>
    g.node('StridedSlice', [x, g.integers(...begins), g.integers(...ends), g.integers(...steps)], {
      ...f,
      Index: type('DT_INT32'),
      ...slice(masks),
    });
export const toFloat = (g: GraphDef, x: string): string =>
  g.node('Cast', [x], { SrcT: type('DT_INT32'), DstT: type() });
export const above = (g: GraphDef, x: string): string => g.node('Greater', [x, g.floats(0.1)], f);
/** A length of the image, as networks compute it. */
export const lengthAt = (g: GraphDef, x: string, axis: number): string =>
  g.node(
    'StridedSlice',
    [g.node('Shape', [x], { out_type: type('DT_INT32') }), g.integers(axis), g.integers(axis + 1), g.integers(1)],
    slice({ shrink: 0, shrink_axis: 1 }),
  );
export const positive = (g: GraphDef, x: string): string => g.node('AddV2', [g.node('Abs', [x], f), g.floats(0.2)], f);
export const dilated =
  (inner: Draw, paddings: number[], crops: number[]): Draw =>
  (g, x) =>
    g.node(
      'BatchToSpaceND',
      [
        inner(g, g.node('SpaceToBatchND', [x, g.integers(2, 2), g.pairs(...paddings)], f)),
        g.integers(2, 2),
        g.pairs(...crops),
      ],
      f,
    );
export const fusedWith =
  (op: string, activation: string, kernel: number[], more: (g: GraphDef) => string[] = () => []): Draw =>
  (g, x) =>
    g.node(op, [x, g.weight(kernel), g.weight([op.startsWith('Fused') ? kernel[2] : kernel[3]]), ...more(g)], {
      ...conv({ padding: text('SAME') }),
      fused_ops: texts('BiasAdd', activation),
      num_args: { i: String(1 + more(new GraphDef()).length) },
      leakyrelu_alpha: { f: 0.3 },
    });
