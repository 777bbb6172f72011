import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeOnnxFile } from '../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../src/engine/graph/builder';
import { int, ints, type Model } from '../../src/engine/graph/model';
import { floats } from '../../src/engine/tensor/tensor';

const classes = ['dark lens', 'red scarf'];
const rows = 4 + classes.length;
const size = 128;

/** A grid of boxes. */
interface Grid {
  readonly stride: number;
  /** Width and height of its boxes in pixels. */
  readonly box: readonly [number, number];
  /** From the darkness and the redness of a place to the logits of the classes. */
  readonly scores: readonly number[];
  /** Logit where there is neither. */
  readonly least: number;
}

/** Lenses are small, scarves wide. */
const grids: readonly Grid[] = [
  { stride: 8, box: [22, 22], scores: [400, 0, 0, 0], least: -25.5 },
  { stride: 16, box: [60, 20], scores: [0, 0, 0, 150], least: -13 },
];

/** A detector of what the drawn faces wear, with the head of YOLOv8: the mean colour of a place says what is there. */
function faceDetector(): Model {
  const builder = new GraphBuilder();
  const image = builder.input('images', 'float32', ['batch', 3, size, size]);
  const fine = builder.op('Relu', [placeColors(builder, image)], {}, 'features');
  const halved = { kernel_shape: ints([2, 2]), strides: ints([2, 2]) };
  const coarse = builder.op('AveragePool', [fine], halved);
  const places = [fine, coarse].map((features, k) => placesOf(builder, features, grids[k]));
  const output = builder.op('Concat', places, { axis: int(2) }, 'output0');
  const count = grids.reduce((sum, { stride }) => sum + (size / stride) ** 2, 0);
  builder.output(output, 'output0', 'float32', ['batch', rows, count]);
  const names = `{${classes.map((name, k) => `${k}: '${name}'`).join(', ')}}`;
  return { ...builder.build(), metadata: new Map([['names', names]]) };
}

/** By how much a place is darker than the faces, and redder than green: [N, 2, 16, 16]. */
function placeColors(builder: GraphBuilder, image: string): string {
  const [darker, redder] = [
    [-0.5, -0.5, 0],
    [1, -1, 0],
  ];
  const window = 8;
  const mean = (weight: number): number[] => new Array<number>(window ** 2).fill(weight / window ** 2);
  const weights = floats([2, 3, window, window], [...darker, ...redder].flatMap(mean));
  const least = floats([2], [0.3, -0.3]);
  return builder.op('Conv', [image, builder.constant(weights, 'means'), builder.constant(least, 'least')], {
    strides: ints([window, window]),
    kernel_shape: ints([window, window]),
  });
}

/** [N, 4 + classes, places] of one grid. */
function placesOf(builder: GraphBuilder, features: string, { stride, box, scores, least }: Grid): string {
  const constant = (dims: readonly number[], values: readonly number[]): string =>
    builder.constant(floats(dims, values), `grid${stride}`);
  const logits = builder.op('Conv', [features, constant([2, 2, 1, 1], scores), constant([2], [least, least])], {
    kernel_shape: ints([1, 1]),
  });
  const side = size / stride;
  const flat = builder.op('Reshape', [logits, builder.integers(0, classes.length, side * side)]);
  const middles = Array.from({ length: side * side }, (_, p) => [p % side, Math.floor(p / side)]);
  const center = (axis: number): number[] => middles.map((place) => (place[axis] + 0.5) * stride);
  const extent = box.flatMap((length) => middles.map(() => length));
  const fixed = constant([1, 4, side * side], [...center(0), ...center(1), ...extent]);
  // A box for each image of a batch.
  const none = builder.op('Mul', [builder.op('Concat', [flat, flat], { axis: int(1) }), builder.scalar(0)]);
  return builder.op('Concat', [builder.op('Add', [none, fixed]), builder.op('Sigmoid', [flat])], { axis: int(1) });
}

/** The detector in a folder, with a recipe that leaves no guess; its name. */
export function writeFaceDetector(folder: string): string {
  const name = 'face-detector.onnx';
  writeFileSync(join(folder, name), encodeOnnxFile(faceDetector()));
  const recipe = { color: 'rgb', range: [0, 1], mean: [0, 0, 0], std: [1, 1, 1], fit: 'fill' };
  writeFileSync(join(folder, `${name}.lens.json`), JSON.stringify(recipe));
  return name;
}
