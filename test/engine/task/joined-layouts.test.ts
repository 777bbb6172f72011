import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Model } from '../../../src/engine/graph/model';
import { DetectorHead } from '../../../src/engine/task/detection/head';
import { detectorReading, usualInput, type DetectorReading } from '../../../src/engine/task/detection/recognition';
import { withShapes } from '../../../src/engine/graph/shapes';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { noise } from '../graph/running';
import { PLACES, said, SIZE } from './layout-reading';

/** Rows of all levels, each joined of pieces that convolutions make, as [N, places, columns]. */
function rowsOfPieces(pieces: readonly (readonly [channels: number, activation: string])[]): Model {
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', [1, 3, ...SIZE]);
  const width = pieces.reduce((sum, [channels]) => sum + channels, 0);
  const levels = [8, 16, 32].map((stride, level) => {
    const made = pieces.map(([channels, activation], k) => {
      const weight = builder.constant(noise([channels, 3, stride, stride], 1 + k + 9 * level));
      const raw = builder.op('Conv', [image, weight], { strides: ints([stride, stride]) });
      return activation === '' ? raw : builder.op(activation, [raw]);
    });
    const joined = builder.op('Concat', made, { axis: int(1) });
    return builder.op('Reshape', [joined, builder.integers(0, width, -1)]);
  });
  const all = builder.op('Concat', levels, { axis: int(2) });
  builder.output(builder.op('Transpose', [all], { perm: ints([0, 2, 1]) }, 'output'));
  return withShapes(builder.build());
}

const readingOf = (model: Model): DetectorReading | undefined => detectorReading(new DetectorHead(model, SIZE));

/** A graph with these outputs and nothing else. */
function outputsOf(
  outputs: Readonly<Record<string, readonly [type: 'float32' | 'int64', ...dims: (number | null)[]]>>,
): Model {
  const builder = new GraphBuilder();
  for (const [name, [type, ...dims]] of Object.entries(outputs)) {
    const inner = builder.input(`inner ${name}`, type, dims);
    builder.output(builder.op('Identity', [inner], {}, name), name, type, dims);
  }
  return builder.build();
}

describe('rows that are joined of a box and classes', () => {
  it('are of YOLOX where the box and an objectness come first, and fed pixels in blue, green and red', () => {
    const reading = readingOf(
      rowsOfPieces([
        [4, ''],
        [1, 'Sigmoid'],
        [7, 'Sigmoid'],
      ]),
    );
    assert.equal(reading?.layout.id, 'yolox');
    const { preset, color, fit, pad } = usualInput(reading);
    assert.deepEqual([preset, color, fit, pad], ['raw', 'bgr', 'corner', 114]);
  });

  it('are of NanoDet-Plus where classes come first and distributions of distances follow', async () => {
    const reading = readingOf(
      rowsOfPieces([
        [7, 'Sigmoid'],
        [32, ''],
      ]),
    );
    assert.equal(reading?.layout.id, 'distribution-rows');
    assert.deepEqual(reading?.columns, { classes: 7 });
    const output = floats([1, PLACES, 2 + 12]);
    // Of stride 16 the second row and third column: all on one of 0, 1 and 2, but for the bottom, which is between two.
    const at = 96 + 6 + 2;
    output.data.set([0.25, 0.75, 0, 99, 0, 99, 0, 0, 0, 0, 99, 0, 99, 99], 14 * at);
    const { boxes, scores } = await said('distribution-rows', { output }, { classes: 2 });
    assert.deepEqual(boxes.slice(4 * at, 4 * at + 4), [40 - 16, 24, 40 + 32, 24 + 24]);
    assert.deepEqual(scores.slice(2 * at, 2 * at + 2), [0.25, 0.75]);
  });

  it('are of YOLOv8 where only a box comes first', () => {
    assert.equal(
      readingOf(
        rowsOfPieces([
          [4, ''],
          [32, 'Sigmoid'],
        ]),
      )?.layout.id,
      'yolov8-rows',
    );
  });
});

describe('outputs that a detector names by numbers', () => {
  it('are boxes, labels and scores by their types', () => {
    const reading = readingOf(
      outputsOf({ 6379: ['float32', null, 4], 6381: ['int64', null], 6383: ['float32', null] }),
    );
    assert.equal(reading?.layout.id, 'torchvision');
    assert.deepEqual(reading?.outputs, ['6379', '6381', '6383']);
  });

  it('are probabilities and distances of two anchors at every place (SCRFD)', async () => {
    const levels = [8, 16, 32].map((stride) => 2 * (SIZE[0] / stride) * (SIZE[1] / stride));
    const named = (length: number) =>
      levels.map((count, k) => [`${100 * length + k}`, ['float32', count, length]] as const);
    const reading = readingOf(outputsOf(Object.fromEntries([...named(1), ...named(4), ...named(10)])));
    assert.equal(reading?.layout.id, 'scrfd');
    assert.deepEqual(reading?.outputs, ['100', '400', '101', '401', '102', '402']);
    const outputs: Record<string, FloatTensor> = {};
    for (const [k, count] of levels.entries())
      Object.assign(outputs, { [`s${k}`]: floats([count, 1]), [`b${k}`]: floats([count, 4]) });
    // The second anchor of the second row and third column of stride 16.
    const at = 2 * (6 + 2) + 1;
    outputs.s1.data[at] = 0.75;
    outputs.b1.data.set([1, 0.5, 2, 1.5], 4 * at);
    const { boxes, scores } = await said('scrfd', outputs);
    assert.deepEqual(boxes.slice(4 * (levels[0] + at), 4 * (levels[0] + at) + 4), [32 - 16, 16 - 8, 32 + 32, 16 + 24]);
    assert.equal(scores[levels[0] + at], 0.75);
  });
});

describe('boxes that a graph has selected', () => {
  it('are shares of the image where none reaches beyond it, and pixels else', async () => {
    const [scores, labels] = [floats([1, 2], [0.9, 0.5]), floats([1, 2], [1, 2])];
    const read = async (...boxes: number[]) =>
      (await said('selected-boxes', { boxes: floats([1, 2, 4], boxes), scores, labels })).boxes;
    assert.deepEqual(await read(0.25, 0.5, 0.5, 1, 0, 0, 1, 1), [24, 32, 48, 64, 0, 0, 96, 64]);
    assert.deepEqual(await read(1, 2, 48, 64, 0, 0, 1, 1), [1, 2, 48, 64, 0, 0, 1, 1]);
  });
});

describe('one grid of five anchors at each place', () => {
  it('is of YOLOv2, with a softmax over the classes, where LeakyRelu stands before it', async () => {
    const numbers = 25;
    const plane = floats([1, 5 * numbers, 2, 3]);
    const at = (anchor: number, number: number, row: number, column: number): number =>
      ((anchor * numbers + number) * 2 + row) * 3 + column;
    // The second anchor at the second row and third column: in the middle of its place, e^0.5 as wide.
    plane.data[at(1, 2, 1, 2)] = 0.5;
    plane.data[at(1, 5 + 7, 1, 2)] = Math.log(19);
    const { boxes, scores } = await said('yolov2', { plane }, { classes: 20 });
    const proposal = (1 * 3 + 2) * 5 + 1;
    const [left, top, right, bottom] = boxes.slice(4 * proposal, 4 * proposal + 4);
    const close = (got: number, expected: number) =>
      assert.ok(Math.abs(got - expected) < 1e-2, `${got}, not ${expected}`);
    close((left + right) / 2, 80);
    close((top + bottom) / 2, 48);
    close(right - left, 32 * 3.42 * Math.exp(0.5));
    close(bottom - top, 32 * 4.41);
    close(scores[20 * proposal + 7], 0.25);
    const head = (activation: string): Model => {
      const builder = new GraphBuilder();
      const image = builder.input('image', 'float32', [1, 3, ...SIZE]);
      const first = builder.op('Conv', [image, builder.constant(noise([4, 3, 32, 32]))], { strides: ints([32, 32]) });
      const seen = builder.op(activation, [first]);
      builder.output(builder.op('Conv', [seen, builder.constant(noise([5 * numbers, 4, 1, 1]))], {}, 'plane'), 'plane');
      return withShapes(builder.build());
    };
    assert.equal(readingOf(head('LeakyRelu'))?.layout.id, 'yolov2');
    assert.equal(readingOf(head('Relu')), undefined, 'any features may have as many channels');
  });
});

describe('boxes as steps from anchors', () => {
  it('are read where the anchors are known, of the first YuNet, with no axis of images', async () => {
    // 64 × 96 becomes 8 × 12, 4 × 6, 2 × 3 and 1 × 1 places, of which each has 3, 2, 2 and 3 anchors.
    const anchors = 3 * 96 + 2 * 24 + 2 * 6 + 3;
    const steps = floats([anchors, 14]);
    const faces = floats([anchors, 2]);
    const overlaps = floats([anchors, 1]);
    // The anchor of 48 pixels at the second row and third column of stride 16, 4.8 to the right, wider and higher.
    const at = 3 * 96 + 2 * (6 + 2) + 1;
    steps.data.set([1, 0, 1, 1], 14 * at);
    faces.data.set([0.1, 0.9], 2 * at);
    overlaps.data.set([0.4], at);
    overlaps.data.set([1.5], 0);
    faces.data.set([0.75, 0.25], 0);
    const read = await said('yunet-anchors', { loc: steps, conf: faces, iou: overlaps });
    const [left, top, right, bottom] = read.boxes.slice(4 * at, 4 * at + 4);
    const close = (got: number, expected: number) =>
      assert.ok(Math.abs(got - expected) < 1e-2, `${got}, not ${expected}`);
    close((left + right) / 2, 40 + 4.8);
    close((top + bottom) / 2, 24);
    close(right - left, 48 * Math.exp(0.1));
    close(bottom - top, 48 * Math.exp(0.2));
    close(read.scores[at], 0.6);
    close(read.scores[0], 0.5);
    for (const batch of [[], [1]]) {
      const shaped = (length: number) => ['float32', ...batch, anchors, length] as const;
      const reading = readingOf(outputsOf({ loc: shaped(14), conf: shaped(2), iou: shaped(1) }));
      assert.deepEqual([reading?.layout.id, reading?.outputs], ['yunet-anchors', ['loc', 'conf', 'iou']]);
    }
  });

  const count = 2 * PLACES;
  it('are read where the anchors are known, of RetinaFace', async () => {
    const steps = floats([1, count, 4]);
    const scores = floats([1, count, 2]);
    // The second anchor of 128 pixels at the second row and third column of stride 16: a tenth to the right, e^0.2 as high.
    const at = 2 * (96 + 6 + 2) + 1;
    steps.data.set([1, 0, 0, 1], 4 * at);
    scores.data.set([0.25, 0.75], 2 * at);
    const read = await said('retinaface', { steps, scores });
    const [left, top, right, bottom] = read.boxes.slice(4 * at, 4 * at + 4);
    const close = (got: number, expected: number) =>
      assert.ok(Math.abs(got - expected) < 1e-2, `${got}, not ${expected}`);
    close((left + right) / 2, 40 + 12.8);
    close(right - left, 128);
    close((top + bottom) / 2, 24);
    close(bottom - top, 128 * Math.exp(0.2));
    assert.equal(read.scores[at], 0.75);
    const outputs = { a: ['float32', 1, count, 4], b: ['float32', 1, count, 2], c: ['float32', 1, count, 10] } as const;
    const reading = readingOf(outputsOf(outputs));
    assert.deepEqual([reading?.layout.id, reading?.outputs], ['retinaface', ['a', 'b']]);
  });

  it('are not taken for corners where only convolutions made them', async () => {
    const told = { boxes: floats([1, 400, 4]), scores: floats([1, 400, 21]) };
    await assert.rejects(said('ssd', told), /boxes are steps from anchors.*Export the model with its boxes decoded/);
  });
});
