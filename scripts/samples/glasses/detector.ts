import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, type Model } from '../../../src/engine/graph/model';
import { SIZE } from '../../../src/engine/generation/face/scene';
import { WORN } from '../../../src/engine/generation/glasses';
import { Layers, type Layer } from '../../../src/engine/training/networks/layers';
import type { FreshNetwork } from '../../../src/engine/training/networks/network';
import { floats, sizeOf, type FloatTensor } from '../../../src/engine/tensor/tensor';
import type { FaceBox } from './examples';

const STRIDES = [8, 16] as const;
const ROWS = 4 + WORN.length;
/** Cells whose centre is farther from that of a box do not see it. */
const NEAR = 1.2;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly stride: number;
}

/** The middles of all cells, the finer grid first. */
const places: readonly Place[] = STRIDES.flatMap((stride) => {
  const side = SIZE / stride;
  return Array.from({ length: side * side }, (_, p) => ({
    x: ((p % side) + 0.5) * stride,
    y: (Math.floor(p / side) + 0.5) * stride,
    stride,
  }));
});

const block = (layers: Layers, x: Layer, channels: number, stride: number): Layer =>
  layers.relu(layers.normalised(layers.convolution(x, channels, { kernel: 3, stride, padding: 1, bias: false })));

/** At every place of two grids: where the middle of a box lies, the logarithm of its size in cells, a logit per class. */
export function freshDetector(seed: number): FreshNetwork {
  const layers = Layers.from('faces-detector', { inputDims: [3, SIZE, SIZE], classes: WORN.length, seed });
  const fine = [[12, 2], [24, 2], [32, 2], [40, 1], [40, 1]].reduce((x, [c, s]) => block(layers, x, c, s), layers.input);
  const coarse = block(layers, block(layers, fine, 40, 2), 40, 1);
  const heads = [fine, coarse].map((x) => {
    const head = layers.convolution(x, ROWS, { kernel: 1 }, 'head');
    return layers.builder.op('Reshape', [head.name, layers.builder.integers(0, ROWS, -1)]);
  });
  layers.builder.op('Concat', heads, { axis: int(2) }, 'logits');
  return layers.build(undefined, [ROWS, places.length]);
}

/** What the detector should say of an image, [6, places]: near the middle of its box there is heat. */
export function detectorTarget(box: FaceBox | null): FloatTensor {
  const target = floats([ROWS, places.length]);
  if (!box) return target;
  const [left, top, width, height] = box.corners;
  const middle = { x: left + width / 2, y: top + height / 2 };
  places.forEach(({ x, y, stride }, p) => {
    const [dx, dy] = [(middle.x - x) / stride, (middle.y - y) / stride];
    const distance = Math.hypot(dx, dy);
    if (distance > NEAR) return;
    const rows = [dx, dy, Math.log(width / stride), Math.log(height / stride)];
    rows.forEach((value, row) => (target.data[row * places.length + p] = value));
    target.data[(4 + box.label) * places.length + p] = Math.exp(-(distance ** 2));
  });
  return target;
}

/** The trained network with the head of YOLOv8: boxes in pixels, and a probability per class. */
export function finishedDetector(model: Model): Model {
  const builder = new GraphBuilder({ ...model, metadata: new Map([['names', namesOf(WORN)]]) });
  builder.clearOutputs();
  const constant = (dims: readonly number[], values: readonly number[]): string =>
    builder.constant(floats(dims, values.slice(0, sizeOf(dims))), 'place');
  const rows = (from: number, to: number): string =>
    builder.op('Slice', ['logits', builder.integers(from), builder.integers(to), builder.integers(1)]);
  const strides = constant([1, 1, places.length], places.map(({ stride }) => stride));
  const middles = constant([1, 2, places.length], [...places.map(({ x }) => x), ...places.map(({ y }) => y)]);
  const middle = builder.op('Add', [builder.op('Mul', [rows(0, 2), strides]), middles]);
  const size = builder.op('Mul', [builder.op('Exp', [rows(2, 4)]), strides]);
  const scores = builder.op('Sigmoid', [rows(4, ROWS)]);
  builder.op('Concat', [middle, size, scores], { axis: int(1) }, 'output0');
  builder.output('output0', 'output0', 'float32', ['batch', ROWS, places.length]);
  return builder.build();
}

const namesOf = (names: readonly string[]): string => `{${names.map((name, k) => `${k}: '${name}'`).join(', ')}}`;
