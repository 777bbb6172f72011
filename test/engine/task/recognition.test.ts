import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { logitsOf } from '../../../src/engine/graph/logits';
import { ints, type Dimension } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { DetectorHead } from '../../../src/engine/task/detection/head';
import { detectorReading } from '../../../src/engine/task/detection/recognition';
import { logitsForTask, taskOf } from '../../../src/engine/task';
import type { TaskSubject } from '../../../src/engine/task/task';
import type { TaskId } from '../../../src/protocol/task';
import { noise } from '../graph/running';

type Shape = readonly Dimension[];
const SIZE = [64, 96] as const;

/** A graph that makes outputs of these names and shapes of an image of 64 × 96. */
function subjectOf(outputs: Readonly<Record<string, Shape>>, last = 'Identity'): TaskSubject {
  const builder = new GraphBuilder();
  for (const [name, shape] of Object.entries(outputs)) {
    const inner = builder.input(`inner ${name}`, 'float32', shape);
    builder.output(builder.op(last, [inner], {}, name), name, 'float32', shape);
  }
  const model = withShapes(builder.build());
  return { model, logits: logitsOf(model), size: SIZE };
}

// 64 × 96 has 8 · 12 + 4 · 6 + 2 · 3 places of strides 8, 16 and 32.
const PLACES = 96 + 24 + 6;

describe('the task of a graph', () => {
  const shown: readonly [TaskId, Readonly<Record<string, Shape>>, last?: string][] = [
    ['classification', { logits: [1, 10] }],
    ['classification', { probabilities: [1, 10] }, 'Softmax'],
    ['binary', { logit: [1, 1] }, 'Sigmoid'],
    ['multi-label', { tags: [1, 10] }, 'Sigmoid'],
    ['regression', { values: [1, 3] }],
    ['regression', { count: [1, 3] }, 'Relu'],
    ['segmentation', { masks: [1, 5, 32, 48] }],
    ['embedding', { embedding: [1, 128] }],
    ['embedding', { vector: [1, 128] }, 'LpNormalization'],
    ['detection', { output0: [1, 84, PLACES] }],
    ['detection', { output: [1, 3 * PLACES, 85] }],
    ['detection', { logits: [1, 100, 92], pred_boxes: [1, 100, 4] }],
    ['detection', { cls_logits: [1, 9 * PLACES, 80], bbox_regression: [1, 9 * PLACES, 4] }],
    ['detection', { boxes: [1, 400, 4], scores: [1, 400, 21] }, 'Softmax'],
    // As many numbers as tokens of 16 × 16 pixels have, which are no anchors of a pyramid.
    ['segmentation', { tokens: [1, 24, 192] }],
  ];
  for (const [id, outputs, last] of shown)
    it(`is ${id} where it makes ${Object.keys(outputs).join(' and ')} by ${last ?? 'a weighted sum'}`, () => {
      const { id: found, reason } = taskOf(subjectOf(outputs, last));
      assert.equal(found, id);
      assert.ok(reason.length > 0);
    });

  it('is no class at every position where no axis of the output lies along the image', () => {
    const builder = new GraphBuilder();
    const image = builder.input('image', 'float32', [1, 3, ...SIZE]);
    const flat = builder.op('Flatten', [builder.op('GlobalAveragePool', [image])]);
    const numbers = builder.op('MatMul', [flat, builder.constant(noise([3, 51]))]);
    builder.output(builder.op('Reshape', [numbers, builder.integers(1, 1, 17, 3)], {}, 'points'));
    const model = withShapes(builder.build());
    const { reason } = taskOf({ model, logits: logitsOf(model), size: SIZE });
    assert.match(reason, /^points is an array of numbers of which no axis lies along the image \(key points/);
  });

  it('is what the recipe says', () => {
    assert.equal(taskOf(subjectOf({ logits: [1, 10] }), 'multi-label').id, 'multi-label');
  });

  it('knows a vector that is divided by its length', () => {
    const builder = new GraphBuilder();
    const vector = builder.op('Neg', [builder.input('x', 'float32', [1, 8])]);
    const length = builder.op('ReduceL2', [vector, builder.integers(1)]);
    builder.output(builder.op('Div', [vector, builder.op('Max', [length, builder.scalar(1e-12)])]), 'y');
    const model = withShapes(builder.build());
    assert.equal(taskOf({ model, logits: logitsOf(model), size: SIZE }).id, 'embedding');
  });

  it('decides how plain scores are read, but not those whose function the graph holds', () => {
    const read = (subject: TaskSubject, told: TaskId) => logitsForTask(subject.logits, taskOf(subject, told));
    const plain = subjectOf({ logits: [1, 10] });
    assert.equal(read(plain, 'multi-label').link, 'sigmoid');
    assert.equal(read(plain, 'regression').link, 'identity');
    assert.equal(read(subjectOf({ value: [1, 1] }), 'regression').classes, 1);
    assert.equal(read(subjectOf({ p: [1, 10] }, 'Softmax'), 'multi-label').link, 'softmax');
  });
});

describe('the layout of a detector', () => {
  const layoutOf = ({ model }: TaskSubject): string | undefined =>
    detectorReading(new DetectorHead(model, SIZE))?.layout.id;

  it('is told by how many numbers there are for how many places', () => {
    assert.equal(layoutOf(subjectOf({ output0: [1, 84, PLACES] })), 'yolov8');
    assert.equal(layoutOf(subjectOf({ output: [1, 3 * PLACES, 85] })), 'yolov5');
    assert.equal(layoutOf(subjectOf({ features: [1, 84, 500] })), undefined);
  });

  it('is told by what the outputs are called and how they are made', () => {
    assert.equal(layoutOf(subjectOf({ boxes: [1, 400, 4], scores: [1, 400, 21] }, 'Softmax')), 'ssd');
    assert.equal(layoutOf(subjectOf({ logits: [1, 100, 92], pred_boxes: [1, 100, 4] })), 'detr');
    assert.equal(layoutOf(subjectOf({ cls_logits: [1, 9, 80], bbox_regression: [1, 9, 4] })), 'retinanet');
  });

  it('is what NonMaxSuppression selects, where the graph holds it', () => {
    const builder = new GraphBuilder();
    const boxes = builder.op('Neg', [builder.input('x', 'float32', [1, 20, 4])], {}, 'boxes');
    const turned = builder.op('Transpose', [boxes], { perm: ints([0, 2, 1]) }, 'scores');
    builder.output(boxes, 'boxes');
    builder.output(turned, 'scores');
    builder.output(builder.op('NonMaxSuppression', [boxes, turned], {}, 'indices'), 'indices', 'int64', ['k', 3]);
    const model = withShapes(builder.build());
    assert.equal(detectorReading(new DetectorHead(model, SIZE))?.layout.id, 'onnx-nms');
  });
});
