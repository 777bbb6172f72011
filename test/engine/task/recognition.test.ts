import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { logitsOf } from '../../../src/engine/graph/logits';
import { int, ints, type Dimension } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { DetectorHead } from '../../../src/engine/task/detection/head';
import { detectorReading } from '../../../src/engine/task/detection/recognition';
import { logitsForTask, taskOf } from '../../../src/engine/task';
import type { TaskSubject } from '../../../src/engine/task/task';
import type { TaskId } from '../../../src/protocol/task';
import { floats } from '../../../src/engine/tensor/tensor';
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
    const { id, reason } = taskOf({ model, logits: logitsOf(model), size: SIZE });
    assert.equal(id, 'regression');
    assert.match(reason, /^points is an array of numbers of which no axis lies along the image \(key points/);
  });

  it('is no class at every position where an output beside tells where key points lie', () => {
    const pose = { displacement: [1, 32, 8, 12], heatmap_2: [1, 17, 8, 12], offset_2: [1, 34, 8, 12] };
    const subject = subjectOf(pose);
    assert.equal(subject.logits.tensor, 'heatmap_2');
    const { id, reason } = taskOf(subject);
    assert.equal(id, 'regression');
    assert.match(reason, /^heatmap_2 has a map of each of 17 key points, which offset_2 places/);
    assert.equal(taskOf(subjectOf({ scores: [1, 17, 8, 12], offset: [1, 2, 8, 12] })).id, 'segmentation');
  });

  it('is no class at every position where the output has the form of no image', () => {
    const { id, reason } = taskOf(subjectOf({ points: [1, 1, 17, 3] }));
    assert.equal(id, 'regression');
    assert.match(reason, /^points is an array of numbers/);
    assert.equal(taskOf(subjectOf({ masks: [1, 5, 3, 4] })).id, 'segmentation', 'a coarse map of the image');
  });

  describe('of numbers at positions that are no classes', () => {
    /** A convolution of an image of 64 × 96, and what follows it. */
    function made(follow: (builder: GraphBuilder, seen: string) => string, channels = 3): TaskSubject {
      const builder = new GraphBuilder();
      const image = builder.input('image', 'float32', [1, 3, ...SIZE]);
      const kernel = builder.constant(noise([channels, 3, 3, 3]), 'kernel');
      const seen = builder.op('Conv', [image, kernel], { pads: ints([1, 1, 1, 1]) });
      builder.op('Identity', [follow(builder, seen)], {}, 'made');
      builder.output('made', 'made');
      const model = withShapes(builder.build());
      return { model, logits: logitsOf(model), size: SIZE };
    }
    const bounded = (b: GraphBuilder, x: string): string => b.op('Clip', [x, b.scalar(0), b.scalar(255)]);
    // As CoreML's style transfer ends.
    const centred = (b: GraphBuilder, x: string): string => {
      const wide = b.op('Mul', [b.op('Tanh', [x]), b.scalar(150)]);
      return b.op('Add', [wide, b.constant(floats([1, 3, 1, 1], [103.9, 116.8, 123.7]))]);
    };
    const styled = (b: GraphBuilder, x: string): string => {
      const [scale, bias] = [b.constant(noise([3]), 'scale'), b.constant(noise([3]), 'bias')];
      const even = b.op('InstanceNormalization', [x, scale, bias]);
      return b.op('Conv', [even, b.constant(noise([3, 3, 3, 3]), 'last')], { pads: ints([1, 1, 1, 1]) });
    };

    const images: readonly [string, TaskSubject, RegExp][] = [
      ['a bounded image', made(bounded), /is an image of 3 channels, in the bounds of colours/],
      ['an image of a scaled Tanh', made(centred), /is an image of 3 channels, in the bounds of colours/],
      ['style transfer', made(styled), /as style transfer makes it/],
      ['super-resolution', made((b, x) => b.op('DepthToSpace', [x], { blocksize: int(2) }), 12), /super-resolution/],
      ['depth', made((b, x) => b.op('Relu', [x]), 1), /one estimate at every position, as a map of depth/],
    ];
    for (const [name, subject, said] of images)
      it(`tells ${name} from classes`, () => {
        const task = taskOf(subject);
        assert.equal(task.id, 'regression', task.reason);
        assert.match(task.reason, said);
        assert.doesNotMatch(task.reason, /class/);
        const { link, classes } = logitsForTask(subject.logits, task);
        assert.equal(link, 'identity');
        assert.equal(classes, name === 'depth' ? 1 : 3);
      });

    it('tells super-resolution of images of any size', () => {
      const builder = new GraphBuilder();
      const image = builder.input('image', 'float32', ['batch', 3, 'high', 'wide']);
      const scales = builder.constant(floats([4], [1, 1, 2, 2]), 'scales');
      builder.output(builder.op('Resize', [image, '', scales], {}, 'large'), 'large');
      const model = withShapes(builder.build());
      const { id, reason } = taskOf({ model, logits: logitsOf(model), size: [0, 0] });
      assert.equal(id, 'regression', reason);
      assert.match(reason, /^large is an image of 3 channels, larger than the one/);
    });

    it('leaves scores of classes what they are, of three or of one logit', () => {
      assert.equal(taskOf(made((_, x) => x)).id, 'segmentation');
      const two = taskOf(made((_, x) => x, 1));
      assert.equal(two.id, 'segmentation');
      assert.match(two.reason, /one number at every position, which is read as the logit of two classes/);
      const told = logitsForTask(
        made((_, x) => x, 1).logits,
        taskOf(
          made((_, x) => x, 1),
          'regression',
        ),
      );
      assert.deepEqual([told.link, told.classes], ['identity', 1]);
    });
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
