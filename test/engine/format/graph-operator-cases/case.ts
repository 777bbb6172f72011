import { conv as convolution, slice } from '../graph-attributes';
import { GraphDef, text, texts, type } from '../graph-def';

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
export const conv = (more = {}): Record<string, unknown> => convolution(1, 'VALID', more);
export const real = { T: type() };
export const node =
  (op: string, ...more: ((g: GraphDef) => string)[]): Draw =>
  (g, x) =>
    g.node(op, [x, ...more.map((make) => make(g))], real);
export const strided =
  (begins: number[], ends: number[], steps: number[], masks: Readonly<Record<string, number>>): Draw =>
  (g, x) =>
    g.node('StridedSlice', [x, g.integers(...begins), g.integers(...ends), g.integers(...steps)], slice(masks));
export const toFloat = (g: GraphDef, x: string): string =>
  g.node('Cast', [x], { SrcT: type('DT_INT32'), DstT: type() });
export const above = (g: GraphDef, x: string): string => g.node('Greater', [x, g.floats(0.1)], real);
/** A length of the image, as networks compute it. */
export const lengthAt = (g: GraphDef, x: string, axis: number): string =>
  g.node(
    'StridedSlice',
    [g.node('Shape', [x], { out_type: type('DT_INT32') }), g.integers(axis), g.integers(axis + 1), g.integers(1)],
    slice({ shrink_axis: 1 }),
  );
export const positive = (g: GraphDef, x: string): string =>
  g.node('AddV2', [g.node('Abs', [x], real), g.floats(0.2)], real);
export const dilated =
  (inner: Draw, paddings: number[], crops: number[]): Draw =>
  (g, x) =>
    g.node(
      'BatchToSpaceND',
      [
        inner(g, g.node('SpaceToBatchND', [x, g.integers(2, 2), g.pairs(...paddings)], real)),
        g.integers(2, 2),
        g.pairs(...crops),
      ],
      real,
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
