import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import type { Dimension } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { createSession } from '../../../src/engine/session/runtime';
import { DetectorHead } from '../../../src/engine/task/detection/head';
import { detectorLayout } from '../../../src/engine/task/detection/layouts';
import { detectorReading } from '../../../src/engine/task/detection/recognition';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';

type Shape = readonly Dimension[];
// Of strides 8, 16 and 32 an image of 64 × 96 has 8 · 12 + 4 · 6 + 2 · 3 places.
const SIZE = [64, 96] as const;
const PLACES = 96 + 24 + 6;

interface Said {
  readonly boxes: readonly number[];
  readonly scores: readonly number[];
  readonly labels?: readonly number[];
}

/** What a layout reads of outputs with these values. */
async function said(id: string, outputs: Readonly<Record<string, FloatTensor>>): Promise<Said> {
  const builder = new GraphBuilder();
  for (const [name, { dims }] of Object.entries(outputs)) builder.input(name, 'float32', dims);
  const layout = detectorLayout(id);
  const names = Object.keys(outputs);
  const { scores, labels } = layout.scores(builder, names);
  for (const tensor of [layout.boxes(builder, names, { size: SIZE }), scores, ...(labels ? [labels] : [])])
    builder.output(builder.op('Identity', [tensor]));
  const model = withShapes(builder.build());
  const session = await createSession(model, { device: 'cpu', threads: 1 });
  const results = await session.run(outputs);
  const [boxes, all, told] = model.graph.outputs.map(({ name }) =>
    Array.from(results[name].data as Float32Array, (v) => Math.round(v * 1e4) / 1e4),
  );
  await session.release();
  return { boxes, scores: all, ...(told && { labels: told }) };
}

/** An image's graph whose outputs come out of these operators. */
function layoutOf(outputs: Readonly<Record<string, Shape>>, ...operators: readonly string[]): string | undefined {
  const builder = new GraphBuilder();
  for (const [name, shape] of Object.entries(outputs)) {
    const inner = builder.input(`inner ${name}`, 'float32', shape);
    const last = operators.reduce(
      (tensor, op) =>
        op === 'TopK'
          ? builder.ops('TopK', [tensor, builder.integers(1)], {}, 2)[0]
          : builder.op(op, op === 'GridSample' ? [tensor, tensor] : [tensor]),
      inner,
    );
    builder.output(builder.op('Identity', [last], {}, name), name, 'float32', shape);
  }
  return detectorReading(new DetectorHead(builder.build(), SIZE))?.layout.id;
}

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
});
