import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Model } from '../../../src/engine/graph/model';
import { floats } from '../../../src/engine/tensor/tensor';
import { noise } from '../graph/running';

export const CLASSES = ['apple', 'pear', 'plum'];
export const [HEIGHT, WIDTH] = [32, 48];
/** 4 × 6 places of stride 8, then 2 × 3 of stride 16. */
export const PLACES = 24 + 6;

const scaled = (dims: readonly number[], seed: number, by: number) =>
  floats(
    dims,
    noise(dims, seed).data.map((value) => value * by),
  );

/** A detector with the head of YOLOv8 on two grids, of one convolution each. */
export function smallDetector(): Model {
  const builder = new GraphBuilder();
  const image = builder.input('images', 'float32', ['batch', 3, HEIGHT, WIDTH]);
  const convolution = (input: string, dims: readonly number[], stride: number, seed: number): string =>
    builder.op('Conv', [input, builder.constant(scaled(dims, seed, 0.4), `weight${seed}`)], {
      strides: ints([stride, stride]),
      kernel_shape: ints(dims.slice(2)),
    });
  const fine = builder.op('Tanh', [convolution(image, [8, 3, 8, 8], 8, 1)], {}, 'fine');
  const coarse = builder.op('Tanh', [convolution(fine, [8, 8, 2, 2], 2, 2)], {}, 'coarse');
  const width = 4 + CLASSES.length;
  const rows = [fine, coarse].map((features, k) =>
    builder.op('Reshape', [convolution(features, [width, 8, 1, 1], 1, 3 + k), builder.integers(0, width, -1)]),
  );
  const raw = builder.op('Concat', rows, { axis: int(2) });
  const [boxes, scores] = builder.ops('Split', [raw, builder.integers(4, CLASSES.length)], { axis: int(1) }, 2);
  // Centres all over the image, sizes around 12 pixels.
  const offset = builder.constant(centres(), 'places');
  const scale = builder.constant(floats([1, 4, 1], [4, 4, 6, 6]), 'scale');
  const placed = builder.op('Add', [builder.op('Mul', [builder.op('Tanh', [boxes]), scale]), offset]);
  builder.output(
    builder.op('Concat', [placed, builder.op('Sigmoid', [scores])], { axis: int(1) }, 'output0'),
    'output0',
    'float32',
    ['batch', width, PLACES],
  );
  return {
    ...builder.build(),
    metadata: new Map([['names', `{${CLASSES.map((name, k) => `${k}: '${name}'`).join(', ')}}`]]),
  };
}

function centres() {
  const grids: readonly (readonly [stride: number, rows: number, columns: number])[] = [
    [8, 4, 6],
    [16, 2, 3],
  ];
  const places = grids.flatMap(([stride, rows, columns]) =>
    Array.from({ length: rows * columns }, (_, p) => [
      (0.5 + (p % columns)) * stride,
      (0.5 + Math.floor(p / columns)) * stride,
      12,
      12,
    ]),
  );
  return floats(
    [1, 4, PLACES],
    [0, 1, 2, 3].flatMap((k) => places.map((place) => place[k])),
  );
}

/** The detector as a file in a folder. */
export function writtenDetector(folder: string): string {
  const file = join(folder, 'detector.onnx');
  writeFileSync(file, encodeOnnxFile(smallDetector()));
  return file;
}
