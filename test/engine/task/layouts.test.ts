import assert from 'node:assert/strict';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { layoutOf, PLACES, said, SIZE, type Shape } from './layout-reading';

type OfLevel = (places: number, height: number, width: number) => Shape;

/** Two outputs for each of strides 8, 16 and 32. */
const levels = (classes: OfLevel, sides: OfLevel): Record<string, Shape> =>
  Object.fromEntries(
    [8, 16, 32].flatMap((stride): [string, Shape][] => {
      const [height, width] = [SIZE[0] / stride, SIZE[1] / stride];
      return [
        [`sides ${stride}`, sides(height * width, height, width)],
        [`classes ${stride}`, classes(height * width, height, width)],
      ];
    }),
  );

describe('layouts of detectors', () => {
  it('are told apart by shapes, names and makers of the outputs', () => {
    const shown: readonly [string, string | undefined][] = [
      ['end-to-end', layoutOf({ output0: [1, 300, 6] }, 'TopK')],
      ['rt-detr', layoutOf({ output0: [1, 300, 84] }, 'GridSample')],
      ['focal-detr', layoutOf({ logits: [1, 300, 80], pred_boxes: [1, 300, 4] }, 'GridSample')],
      ['focal-detr', layoutOf({ dets: [1, 300, 4], labels: [1, 300, 91] }, 'GridSample')],
      ['detr', layoutOf({ logits: [1, 100, 92], pred_boxes: [1, 100, 4] })],
      ['anchor-free', layoutOf({ bboxes: [1, PLACES, 4], scores: [1, PLACES, 80] }, 'Sigmoid')],
      ['yolox', layoutOf({ output: [1, PLACES, 85] })],
      ['yolov5', layoutOf({ output: [1, 3 * PLACES, 85] })],
      ['yolov8', layoutOf({ output: [1, 84, PLACES] })],
      ['tensorflow-ssd', layoutOf({ a: ['batch', 1917, 90], b: ['batch', 1917, 1, 4] }, 'Sigmoid')],
      ['tensorflow-ssd', layoutOf({ raw_detection_boxes: [1, 1917, 4], raw_detection_scores: [1, 1917, 91] })],
      [
        'tensorflow-detections',
        layoutOf({ detection_boxes: [1, 100, 4], detection_classes: [1, 100], detection_scores: [1, 100] }),
      ],
      ['anchor-free', layoutOf({ bboxes: [1, PLACES, 4], scores: [1, 80, PLACES] }, 'Sigmoid')],
      ['rt-detr', layoutOf({ output0: [1, 300, 6] }, 'TopK', 'GridSample')],
      [
        'distributions',
        layoutOf(
          levels(
            (places) => [1, places, 80],
            (places) => [1, places, 32],
          ),
        ),
      ],
      [
        'distributions',
        layoutOf(
          levels(
            (_, h, w) => [1, 80, h, w],
            (_, h, w) => [1, 44, h, w],
          ),
        ),
      ],
      ['mediapipe', layoutOf({ output: [1, 96 * 2 + 24 * 6, 17] })],
      ['mediapipe', layoutOf({ a: [1, 96 * 2, 16], b: [1, 24 * 6, 16], c: [1, 24 * 6, 1], d: [1, 96 * 2, 1] })],
      ['multipose', layoutOf({ output: [1, 6, 56] })],
      ['selected-boxes', layoutOf({ labels: [1, 300], boxes: [1, 300, 4], scores: [1, 300] })],
      ['mmdeploy', layoutOf({ dets: [1, 100, 5], labels: [1, 100] })],
      ['paddle', layoutOf({ boxes: [100, 6], bbox_num: [1] }, 'TopK')],
      ['yolov7-rows', layoutOf({ output: [100, 7] }, 'TopK')],
      ['yolo-nas-rows', layoutOf({ flat_predictions: [100, 7] }, 'TopK')],
      ['ssd', layoutOf({ boxes: [1, 400, 4], scores: [1, 400, 21] }, 'Softmax')],
      ['torchvision', layoutOf({ boxes: [null, 4], labels: [null], scores: [null] })],
    ];
    for (const [id, found] of shown) assert.equal(found, id);
  });

  it('read boxes that TensorFlow has not suppressed, the background first', async () => {
    const boxes = floats([1, 2, 1, 4], [0.25, 0.5, 0.5, 0.75, 0, 0, 1, 1]);
    assert.deepEqual(await said('tensorflow-ssd', { boxes, scores: floats([1, 2, 3], [9, 1, 2, 9, 3, 4]) }), {
      boxes: [48, 16, 72, 32, 0, 0, 96, 64],
      scores: [1, 2, 3, 4],
    });
  });

  it('read what a graph has selected itself', async () => {
    const detections = {
      boxes: floats([1, 1, 4], [0.25, 0.5, 0.5, 0.75]),
      classes: floats([1, 1], [3]),
      scores: floats([1, 1], [0.5]),
    };
    const expected = { boxes: [48, 16, 72, 32], scores: [0.5], labels: [3] };
    assert.deepEqual(await said('tensorflow-detections', detections), expected);
    const person = floats([1, 1, 56], [...Array<number>(51).fill(0.9), 0.25, 0.5, 0.5, 0.75, 0.5]);
    assert.deepEqual(await said('multipose', { person }), { boxes: [48, 16, 72, 32], scores: [0.5] });
    const rows = floats([1, 1, 6], [48, 16, 72, 32, 0.5, 3]);
    assert.deepEqual(await said('end-to-end', { rows }), expected);
  });

  it('read queries whose classes have a sigmoid each', async () => {
    const boxes = floats([1, 1, 4], [0.5, 0.5, 0.25, 0.5]);
    assert.deepEqual(await said('focal-detr', { logits: floats([1, 1, 2], [0, Math.log(3)]), boxes }), {
      boxes: [36, 16, 60, 48],
      scores: [0.5, 0.75],
    });
    const joined = floats([1, 1, 6], [0.5, 0.5, 0.25, 0.5, 0.1, 0.9]);
    assert.deepEqual(await said('rt-detr', { joined }), { boxes: [36, 16, 60, 48], scores: [0.1, 0.9] });
  });

  it('read boxes in strides from their places, where the graph leaves them so', async () => {
    const output = floats([1, PLACES, 7]);
    // The second row and third column of stride 16: half a stride to the right, e strides wide.
    output.data.set([0.5, 0, 1, 0, 0.5, 0.4, 0.6], (96 + 6 + 2) * 7);
    const { boxes, scores } = await said('yolox', { output });
    const at = 4 * (96 + 6 + 2);
    const [left, top, right, bottom] = boxes.slice(at, at + 4);
    assert.ok(Math.abs((left + right) / 2 - 40) < 1e-3 && Math.abs((top + bottom) / 2 - 16) < 1e-3);
    assert.ok(Math.abs(right - left - 16 * Math.E) < 1e-3 && Math.abs(bottom - top - 16) < 1e-3);
    assert.deepEqual(scores.slice(2 * 104, 2 * 105), [0.2, 0.3]);
  });

  it('read distances that are told as distributions', async () => {
    const pairs = [8, 16, 32].flatMap((stride): [string, FloatTensor][] => {
      const places = (SIZE[0] / stride) * (SIZE[1] / stride);
      return [
        [`classes ${stride}`, floats([1, places, 2])],
        [`sides ${stride}`, floats([1, places, 12])],
      ];
    });
    // Of stride 16 the second row and third column: all on one of 0, 1 and 2, but for the bottom, which is between two.
    const at = 6 + 2;
    pairs[2][1].data.set([0.25, 0.75], 2 * at);
    pairs[3][1].data.set([0, 99, 0, 99, 0, 0, 0, 0, 99, 0, 99, 99], 12 * at);
    const { boxes, scores } = await said('distributions', Object.fromEntries(pairs));
    assert.deepEqual(boxes.slice(4 * (96 + at), 4 * (97 + at)), [40 - 16, 24, 40 + 32, 24 + 24]);
    assert.deepEqual(scores.slice(2 * (96 + at), 2 * (97 + at)), [0.25, 0.75]);
  });

  it("read MediaPipe's boxes from the middle of their places", async () => {
    const output = floats([1, 96 * 2 + 24 * 6, 17]);
    // The second anchor of the second row's third place of stride 8, and the last one of all.
    const at = 2 * (12 + 2) + 1;
    output.data.set([Math.log(3), 1, -2, 10, 20], 17 * at);
    const { boxes, scores } = await said('mediapipe', { output });
    assert.deepEqual(boxes.slice(4 * at, 4 * at + 4), [21 - 5, 10 - 10, 21 + 5, 10 + 10]);
    assert.equal(scores[at], 0.75);
    assert.deepEqual(boxes.slice(-4), [88, 56, 88, 56]);
  });

  it('read rows that a graph has selected, wherever they hold what', async () => {
    const expected = { boxes: [1, 2, 3, 4], scores: [0.5], labels: [7] };
    assert.deepEqual(await said('paddle', { rows: floats([1, 6], [7, 0.5, 1, 2, 3, 4]) }), expected);
    assert.deepEqual(await said('yolov7-rows', { rows: floats([1, 7], [0, 1, 2, 3, 4, 7, 0.5]) }), expected);
    assert.deepEqual(await said('yolo-nas-rows', { rows: floats([1, 7], [0, 1, 2, 3, 4, 0.5, 7]) }), expected);
    const dets = floats([1, 1, 5], [1, 2, 3, 4, 0.5]);
    assert.deepEqual(await said('mmdeploy', { dets, labels: floats([1, 1], [7]) }), expected);
    const [boxes, scores] = [floats([1, 1, 4], [1, 2, 3, 4]), floats([1, 1], [0.5])];
    assert.deepEqual(await said('selected-boxes', { boxes, scores, labels: floats([1, 1], [7]) }), expected);
  });
});
