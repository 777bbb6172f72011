import { int, type Dimension } from '../../../graph/model';
import { integers } from '../../../tensor/tensor';
import { concatenation } from '../../canvas/joining';
import { END, cut, padded, permuted, resized, type Cut, type Sampling } from '../../canvas/moving';
import { lengthOf, positive, type Feature } from '../../canvas/feature';
import { reduced, type Reduction } from '../../canvas/pooling';
import type { TensorFlowNode } from '../node';
import { numbers, unsupportedUse, type OperatorCall, type OperatorConverter } from '../operator';
import { reshaped } from './reshaping';

/** Marks by bits which parts of a slice are left out. */
function stridedSlice(call: OperatorCall): Feature {
  const { canvas, node, inputs: [x] } = call;
  const [begins, ends, steps] = [numbers(call, 1), numbers(call, 2), numbers(call, 3)];
  const bit = (name: string, k: number): boolean => ((node.number(name, 0) >> k) & 1) === 1;
  if (node.number('new_axis_mask', 0) !== 0 || node.number('ellipsis_mask', 0) !== 0) throw unsupportedUse(call, 'a slice with new axes or an ellipsis is not supported');
  const gone = begins.flatMap((_, k) => (bit('shrink_axis_mask', k) ? [k] : []));
  const cuts = begins.map((begin, axis): Cut => {
    if (gone.includes(axis)) return { axis, start: begin, end: begin === -1 ? END : begin + 1, step: 1 };
    const step = steps[axis];
    return { axis, start: bit('begin_mask', axis) ? (step > 0 ? 0 : END) : begin, end: bit('end_mask', axis) ? (step > 0 ? END : -END) : ends[axis], step };
  });
  const whole = (c: Cut): boolean => c.step === 1 && c.start === 0 && (c.end === END || c.end === lengthOf(x, c.axis));
  const known = contentsOf(x);
  const made = cut(canvas, x, cuts.filter((c) => !whole(c)));
  if (known && cuts.length === 1) {
    const contents = slicedContents(known, cuts[0]);
    return lengths(canvas, contents, gone.length === 1 ? [] : [contents.length], () => (gone.length === 1 ? canvas.op('Squeeze', [made.tensor, canvas.integers(0)]) : made.tensor));
  }
  return gone.length === 0 ? { ...made, whole: x.whole } : squeezed(call, { ...made, whole: x.whole }, gone);
}

const contentsOf = (x: Feature): readonly Dimension[] | undefined => x.contents ?? (x.constant && x.whole && x.shape.length <= 1 ? Array.from(x.constant.data as ArrayLike<number | bigint>, Number) : undefined);

function slicedContents(all: readonly Dimension[], { start, end, step }: Cut): Dimension[] {
  if (step !== 1) return all.filter((_, k) => k >= start && (k - start) % step === 0 && k < end);
  return all.slice(start, end === END ? undefined : end);
}

/** A feature of lengths: a constant where all are known, else computed, with what is known beside it. */
function lengths(canvas: OperatorCall['canvas'], contents: readonly Dimension[], shape: readonly number[], computed: () => string): Feature {
  if (contents.every((d): d is number => typeof d === 'number')) return { ...canvas.constant(integers(contents, shape)), whole: true, contents };
  return { tensor: computed(), shape, moved: false, whole: true, contents };
}

function squeezed({ canvas }: OperatorCall, x: Feature, axes: readonly number[]): Feature {
  const rank = x.shape.length;
  const gone = new Set((axes.length > 0 ? axes : x.shape.flatMap((d, k) => (d === 1 ? [k] : []))).map((axis) => positive(axis, rank)));
  const shape = x.shape.filter((_, axis) => !gone.has(axis));
  const order = shape.length < 3 && gone.size > 0;
  // Squeezed to one or two axes, only lengths of 1 are left out: their order does not matter.
  if (x.moved && order && shape.length === 2 && !gone.has(rank - 1)) {
    const target = shape.slice(1).map((d) => (typeof d === 'number' ? d : -1));
    return { tensor: canvas.op('Reshape', [x.tensor, canvas.integers(0, ...target)]), shape, moved: false };
  }
  return { tensor: canvas.op('Squeeze', [canvas.plain(x), canvas.integers(...gone)]), shape, moved: false, whole: x.whole };
}

function expanded(call: OperatorCall): Feature {
  const { canvas, inputs: [x] } = call;
  const axis = positive(numbers(call, 1)[0], x.shape.length + 1);
  const shape = [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)];
  return { tensor: canvas.op('Unsqueeze', [canvas.plain(x), canvas.integers(axis)]), shape, moved: false, whole: x.whole };
}

function packed(call: OperatorCall): Feature {
  const { canvas, node, inputs } = call;
  const all = inputs.map(contentsOf);
  const axis = positive(node.number('axis', 0), inputs[0].shape.length + 1);
  const parts = inputs.map((x) => canvas.op('Unsqueeze', [canvas.plain(x), canvas.integers(axis)]));
  if (inputs.every((x) => x.whole && x.shape.length === 0) && all.every((c) => c !== undefined)) {
    return lengths(canvas, all.flatMap((c) => c!), [inputs.length], () => canvas.op('Concat', parts, { axis: int(0) }));
  }
  const shape = [...inputs[0].shape.slice(0, axis), inputs.length, ...inputs[0].shape.slice(axis)];
  return { tensor: canvas.op('Concat', parts, { axis: int(axis) }), shape, moved: false, whole: inputs[0].whole };
}

function shapeOf({ canvas, inputs: [x] }: OperatorCall): Feature {
  return lengths(canvas, x.shape, [x.shape.length], () => canvas.op('Shape', [canvas.plain(x)]));
}

const pairsOf = (call: OperatorCall): [number, number][] => {
  const flat = numbers(call, 1);
  return Array.from({ length: flat.length / 2 }, (_, k) => [flat[2 * k], flat[2 * k + 1]]);
};

const sampling = (node: TensorFlowNode): Sampling => (node.flag('align_corners') ? 'corners' : node.flag('half_pixel_centers') ? 'centres' : 'start');
const resize = (kind: 'nearest' | 'bilinear') => (call: OperatorCall): Feature => resized(call.canvas, call.inputs[0], numbers(call, 1), kind, sampling(call.node));
const reduce = (kind: Reduction) => (call: OperatorCall): Feature => reduced(call.canvas, call.inputs[0], kind, numbers(call, 1), call.node.flag('keep_dims'));

/** Equal parts, or parts of given lengths. */
function split(call: OperatorCall, x: Feature, axis: number, lengths: readonly number[]): Feature[] {
  let start = 0;
  return lengths.map((length) => {
    const part = cut(call.canvas, x, [{ axis, start, end: start + length, step: 1 }]);
    start += length;
    return part;
  });
}

export const shapingOperators: readonly OperatorConverter[] = [
  { ops: ['Reshape'], draw: reshaped },
  { ops: ['StridedSlice'], draw: stridedSlice },
  {
    ops: ['Slice'],
    draw: (call) => {
      const [begins, sizes] = [numbers(call, 1), numbers(call, 2)];
      const cuts = begins.map((start, axis): Cut => ({ axis, start, end: sizes[axis] === -1 ? END : start + sizes[axis], step: 1 }));
      return cut(call.canvas, call.inputs[0], cuts.filter((c) => !(c.start === 0 && (c.end === END || c.end === lengthOf(call.inputs[0], c.axis)))));
    },
  },
  { ops: ['Squeeze'], draw: (call) => squeezed(call, call.inputs[0], call.node.numbers('squeeze_dims').concat(call.node.numbers('axis'))) },
  { ops: ['ExpandDims'], draw: expanded },
  { ops: ['Pack'], draw: packed },
  { ops: ['Shape'], draw: shapeOf },
  { ops: ['Transpose'], draw: (call) => permuted(call.canvas, call.inputs[0], numbers(call, 1)) },
  { ops: ['ConcatV2'], draw: (call) => concatenated(call, call.inputs.slice(0, -1), numbers(call, call.inputs.length - 1)[0]) },
  { ops: ['Concat'], draw: (call) => concatenated(call, call.inputs.slice(1), numbers(call, 0)[0]) },
  { ops: ['Pad'], draw: (call) => padded(call.canvas, call.inputs[0], pairsOf(call)) },
  { ops: ['PadV2'], draw: (call) => padded(call.canvas, call.inputs[0], pairsOf(call), 'constant', Number(call.inputs[2].constant?.data[0] ?? 0)) },
  { ops: ['MirrorPad'], draw: mirrored },
  { ops: ['ResizeBilinear'], draw: resize('bilinear') },
  { ops: ['ResizeNearestNeighbor'], draw: resize('nearest') },
  { ops: ['Mean'], draw: reduce('average') },
  { ops: ['Sum'], draw: reduce('sum') },
  { ops: ['Max'], draw: reduce('max') },
  { ops: ['Min'], draw: reduce('min') },
  { ops: ['Prod'], draw: reduce('product') },
  {
    ops: ['Split'],
    draw: (call) => {
      const [[axis], x] = [numbers(call, 0), call.inputs[1]];
      const count = call.node.number('num_split', 1);
      const length = lengthOf(x, axis);
      if (length === undefined) throw unsupportedUse(call, 'it splits an axis of open length');
      return split(call, x, axis, new Array<number>(count).fill(length / count));
    },
  },
  { ops: ['SplitV'], draw: (call) => split(call, call.inputs[0], numbers(call, 2)[0], numbers(call, 1)) },
  { ops: ['Tile'], draw: tiled },
];

function concatenated(call: OperatorCall, parts: readonly Feature[], axis: number): Feature {
  const all = parts.map(contentsOf);
  const made = concatenation(call.canvas, parts, axis);
  if (!parts.every((x) => x.whole) || !all.every((c) => c !== undefined)) return { ...made, whole: parts[0].whole };
  const contents = all.flatMap((c) => c!);
  return lengths(call.canvas, contents, [contents.length], () => made.tensor);
}

/** `SYMMETRIC` repeats the border itself, which ONNX cannot: one reflection per picture edge is written as slices. */
function mirrored(call: OperatorCall): Feature {
  const pairs = pairsOf(call);
  if (call.node.text('mode', 'REFLECT') === 'REFLECT') return padded(call.canvas, call.inputs[0], pairs, 'reflect');
  return pairs.reduce((x, [before, after], axis) => {
    const length = lengthOf(x, axis);
    if (before === 0 && after === 0) return x;
    if (length === undefined) throw unsupportedUse(call, 'it mirrors an axis of open length');
    const piece = (start: number, end: number): Feature => cut(call.canvas, x, [{ axis, start, end, step: -1 }]);
    const head = before > 0 ? [piece(before - 1, -END)] : [];
    const tail = after > 0 ? [piece(length - 1, length - 1 - after)] : [];
    return concatenation(call.canvas, [...head, x, ...tail], axis);
  }, call.inputs[0]);
}

function tiled(call: OperatorCall): Feature {
  const [x] = call.inputs;
  const times = numbers(call, 1);
  const shape = x.shape.map((d, k) => (typeof d === 'number' ? d * times[k] : d));
  return { tensor: call.canvas.op('Tile', [call.canvas.plain(x), call.canvas.integers(...times)]), shape, moved: false };
}
