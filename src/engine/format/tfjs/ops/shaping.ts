import { int, type Dimension } from '../../../graph/model';
import { concatenation } from '../../builder/joining';
import { END, cut, padded, permuted, resized, type Cut, type Sampling } from '../../builder/moving';
import { lengthOf, positive, type Feature } from '../../builder/feature';
import { reduced, type Reduction } from '../../builder/pooling';
import type { TensorFlowNode } from '../node';
import { numbers, unsupportedUse, type OperatorCall, type OperatorConverter } from '../operator';
import { contentsOf, lengths } from './contents';
import { reshaped } from './reshaping';
import { expanded, squeezed } from './squeezing';
import { stridedSlice } from './strided-slice';

function packed(call: OperatorCall): Feature {
  const { builder, node, inputs } = call;
  const all = inputs.map(contentsOf);
  const axis = positive(node.number('axis', 0), inputs[0].shape.length + 1);
  const parts = inputs.map((x) => builder.op('Unsqueeze', [builder.plain(x), builder.integers(axis)]));
  if (inputs.every((x) => x.whole && x.shape.length === 0) && all.every((c) => c !== undefined)) {
    return lengths(
      builder,
      all.flatMap((c) => c),
      [inputs.length],
      () => builder.op('Concat', parts, { axis: int(0) }),
    );
  }
  const shape = [...inputs[0].shape.slice(0, axis), inputs.length, ...inputs[0].shape.slice(axis)];
  return { tensor: builder.op('Concat', parts, { axis: int(axis) }), shape, moved: false, whole: inputs[0].whole };
}

function shapeOf({ builder, inputs: [x] }: OperatorCall): Feature {
  return lengths(builder, x.shape, [x.shape.length], () => builder.op('Shape', [builder.plain(x)]));
}

const pairsOf = (call: OperatorCall): [number, number][] => {
  const flat = numbers(call, 1);
  return Array.from({ length: flat.length / 2 }, (_, k) => [flat[2 * k], flat[2 * k + 1]]);
};

const sampling = (node: TensorFlowNode): Sampling =>
  node.flag('align_corners') ? 'corners' : node.flag('half_pixel_centers') ? 'centres' : 'start';
const resize =
  (kind: 'nearest' | 'bilinear') =>
  (call: OperatorCall): Feature =>
    resized(call.builder, call.inputs[0], numbers(call, 1), kind, sampling(call.node));
const reduce =
  (kind: Reduction) =>
  (call: OperatorCall): Feature =>
    reduced(call.builder, call.inputs[0], kind, numbers(call, 1), call.node.flag('keep_dims'));

/** A product of lengths stays known. */
function product(call: OperatorCall): Feature {
  const [x] = call.inputs;
  const known = x.whole && x.shape.length === 1 && !call.node.flag('keep_dims') ? contentsOf(x) : undefined;
  const made = (): Feature => reduce('product')(call);
  if (!known) return { ...made(), whole: x.whole };
  const all = known.every((d): d is number => typeof d === 'number') ? known.reduce((a, b) => a * b, 1) : null;
  return lengths(call.builder, [all], [], () => made().tensor);
}

/** Equal parts, or parts of given lengths. */
function split(call: OperatorCall, x: Feature, axis: number, lengths: readonly number[]): Feature[] {
  let start = 0;
  return lengths.map((length) => {
    const part = cut(call.builder, x, [{ axis, start, end: start + length, step: 1 }]);
    start += length;
    return part;
  });
}

export const shapingOperators: readonly OperatorConverter[] = [
  { ops: ['Reshape'], build: reshaped },
  { ops: ['StridedSlice'], build: stridedSlice },
  {
    ops: ['Slice'],
    build: (call) => {
      const [begins, sizes] = [numbers(call, 1), numbers(call, 2)];
      const cuts = begins.map((start, axis): Cut => ({
        axis,
        start,
        end: sizes[axis] === -1 ? END : start + sizes[axis],
        step: 1,
      }));
      return cut(
        call.builder,
        call.inputs[0],
        cuts.filter((c) => !(c.start === 0 && (c.end === END || c.end === lengthOf(call.inputs[0], c.axis)))),
      );
    },
  },
  {
    ops: ['Squeeze'],
    build: (call) =>
      squeezed(call, call.inputs[0], call.node.numbers('squeeze_dims').concat(call.node.numbers('axis'))),
  },
  { ops: ['ExpandDims'], build: expanded },
  { ops: ['Pack'], build: packed },
  { ops: ['Shape'], build: shapeOf },
  { ops: ['Transpose'], build: (call) => permuted(call.builder, call.inputs[0], numbers(call, 1)) },
  {
    ops: ['ConcatV2'],
    build: (call) => concatenated(call, call.inputs.slice(0, -1), numbers(call, call.inputs.length - 1)[0]),
  },
  { ops: ['Concat'], build: (call) => concatenated(call, call.inputs.slice(1), numbers(call, 0)[0]) },
  { ops: ['Pad'], build: (call) => padded(call.builder, call.inputs[0], pairsOf(call)) },
  {
    ops: ['PadV2'],
    build: (call) =>
      padded(call.builder, call.inputs[0], pairsOf(call), 'constant', Number(call.inputs[2].constant?.data[0] ?? 0)),
  },
  { ops: ['MirrorPad'], build: mirrored },
  { ops: ['ResizeBilinear'], build: resize('bilinear') },
  { ops: ['ResizeNearestNeighbor'], build: resize('nearest') },
  { ops: ['Mean'], build: reduce('average') },
  { ops: ['Sum'], build: reduce('sum') },
  { ops: ['Max'], build: reduce('max') },
  { ops: ['Min'], build: reduce('min') },
  { ops: ['Prod'], build: product },
  {
    ops: ['Split'],
    build: (call) => {
      const [[axis], x] = [numbers(call, 0), call.inputs[1]];
      const count = call.node.number('num_split', 1);
      const length = lengthOf(x, axis);
      if (length === undefined) throw unsupportedUse(call, 'it splits an axis of open length');
      return split(call, x, axis, new Array<number>(count).fill(length / count));
    },
  },
  { ops: ['SplitV'], build: (call) => split(call, call.inputs[0], numbers(call, 2)[0], numbers(call, 1)) },
  { ops: ['Tile'], build: tiled },
];

function concatenated(call: OperatorCall, parts: readonly Feature[], axis: number): Feature {
  const all = parts.map(contentsOf);
  const made = concatenation(call.builder, parts, axis);
  if (!parts.every((x) => x.whole) || !all.every((c) => c !== undefined)) return { ...made, whole: parts[0].whole };
  const contents = all.flatMap((c) => c);
  return lengths(call.builder, contents, [contents.length], () => made.tensor);
}

/** `SYMMETRIC` repeats the border itself, which ONNX cannot: one reflection per image edge is written as slices. */
function mirrored(call: OperatorCall): Feature {
  const pairs = pairsOf(call);
  if (call.node.text('mode', 'REFLECT') === 'REFLECT') return padded(call.builder, call.inputs[0], pairs, 'reflect');
  return pairs.reduce((x, [before, after], axis) => {
    const length = lengthOf(x, axis);
    if (before === 0 && after === 0) return x;
    if (length === undefined) throw unsupportedUse(call, 'it mirrors an axis of open length');
    const piece = (start: number, end: number): Feature => cut(call.builder, x, [{ axis, start, end, step: -1 }]);
    const head = before > 0 ? [piece(before - 1, -END)] : [];
    const tail = after > 0 ? [piece(length - 1, length - 1 - after)] : [];
    return concatenation(call.builder, [...head, x, ...tail], axis);
  }, call.inputs[0]);
}

/** An axis of one element that is repeated for each image becomes the batch. */
function tiled({ builder, inputs: [x, times] }: OperatorCall): Feature {
  const known = contentsOf(times) ?? x.shape.map(() => null);
  const shape = x.shape.map((d, k): Dimension => {
    const by = known[k];
    if (by === 1) return d;
    if (typeof d !== 'number') return null;
    return typeof by === 'number' ? d * by : d === 1 ? by : null;
  });
  return { tensor: builder.op('Tile', [builder.plain(x), times.tensor]), shape, moved: false, whole: x.whole };
}
