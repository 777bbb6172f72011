import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { int, ints } from '../../../src/engine/graph/model';
import { aroundCentre, HEIGHT, places, readHead, sigmoid, STRIDES, WIDTH, writeHead } from './raw-heads';

const CLASSES = 3;
const near = (got: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void => {
  assert.equal(got.length, expected.length);
  for (const [row, numbers] of expected.entries())
    for (const [k, value] of numbers.entries())
      assert.ok(Math.abs(got[row][k] - value) <= 2e-4 * Math.max(1, Math.abs(value)), `row ${row}: ${got[row]}`);
};
type Numbers = readonly (readonly number[])[];
const areNear = (
  got: { readonly boxes: Numbers; readonly scores: Numbers },
  expected: readonly { readonly box: readonly number[]; readonly scores: readonly number[] }[],
): void => {
  assert.ok(expected.length > 0);
  near(
    got.boxes,
    expected.map(({ box }) => box),
  );
  near(
    got.scores,
    expected.map(({ scores }) => scores),
  );
};
const indices = Array.from({ length: CLASSES }, (_, k) => k);

describe('detectors of one box at every place, before it is decoded', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-heads-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are YOLOX where a plane of each level is joined of box, objectness and classes', async () => {
    const file = writeHead(folder, ({ builder, plane }) => {
      for (const stride of STRIDES) {
        const [box, objectness, classes] = [4, 1, CLASSES].map((channels) => plane(channels, stride));
        const pieces = [box, ...[objectness, classes].map((one) => builder.op('Sigmoid', [one]))];
        builder.output(builder.op('Concat', pieces, { axis: int(1) }, `level${stride}`));
      }
    });
    const { layout, reason, boxes, scores, at } = await readHead(file);
    assert.equal(layout, 'yolox-levels');
    assert.match(reason, /3 classes at every place of one of 3 levels \(YOLOX\)/);
    const all = [...places()].map(({ stride, x, y }) => {
      const numbers = Array.from({ length: 5 + CLASSES }, (_, n) => at(`level${stride}`, n, y, x));
      const [a, b, c, d, objectness, ...classes] = numbers;
      return {
        box: aroundCentre((a + x) * stride, (b + y) * stride, Math.exp(c) * stride, Math.exp(d) * stride),
        scores: classes.map((value) => value * objectness),
      };
    });
    areNear({ boxes, scores }, all);
  });

  it('are YuNet where classes and objectness stand apart, whose geometric mean is the score', async () => {
    const file = writeHead(folder, ({ builder, plane }) => {
      const rows = (name: string, channels: number, stride: number, isShare: boolean): void => {
        const turned = builder.op('Transpose', [plane(channels, stride)], { perm: ints([0, 2, 3, 1]) });
        const flat = builder.op('Reshape', [turned, builder.integers(1, -1, channels)]);
        builder.output(builder.op(isShare ? 'Sigmoid' : 'Identity', [flat], {}, `${name}_${stride}`));
      };
      for (const stride of STRIDES) rows('cls', 1, stride, true);
      for (const stride of STRIDES) rows('obj', 1, stride, true);
      for (const stride of STRIDES) rows('bbox', 4, stride, false);
      for (const stride of STRIDES) rows('kps', 10, stride, false);
    });
    const { layout, reason, boxes, scores, at } = await readHead(file);
    assert.equal(layout, 'yunet');
    assert.match(reason, /cls_8, obj_8 and bbox_8 are class, objectness and box at one of 3 levels \(YuNet\)/);
    const all = [...places()].map(({ stride, x, y }) => {
      const place = (y * WIDTH) / stride + x;
      const [a, b, c, d] = [0, 1, 2, 3].map((n) => at(`bbox_${stride}`, place, n));
      return {
        box: aroundCentre((a + x) * stride, (b + y) * stride, Math.exp(c) * stride, Math.exp(d) * stride),
        scores: [Math.sqrt(at(`cls_${stride}`, place, 0) * at(`obj_${stride}`, place, 0))],
      };
    });
    areNear({ boxes, scores }, all);
  });

  for (const isShare of [false, true])
    it(`are CenterNet where a heat map ${isShare ? 'of shares' : 'before its sigmoid'} stands beside sides and steps`, async () => {
      const file = writeHead(folder, ({ builder, plane }) => {
        builder.output(builder.op(isShare ? 'Sigmoid' : 'Identity', [plane(CLASSES, 4)], {}, 'hm'));
        for (const name of ['wh', 'reg']) builder.output(builder.op('Identity', [plane(2, 4)], {}, name));
      });
      const { layout, reason, boxes, scores, at, selected } = await readHead(file);
      assert.equal(layout, 'centernet');
      assert.match(reason, /^hm is a heat map of the centres of 3 classes, wh width and height there, reg the step/);
      const squash = isShare ? (value: number) => value : sigmoid;
      const all = [...places([4])].map(({ x, y }) => ({
        box: aroundCentre(
          (x + at('reg', 0, y, x)) * 4,
          (y + at('reg', 1, y, x)) * 4,
          4 * at('wh', 0, y, x),
          4 * at('wh', 1, y, x),
        ),
        scores: indices.map((k) => squash(at('hm', k, y, x))),
        peaks: indices.map((k) => {
          const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [x + dx, y + dy]));
          const inside = around.filter(([u, v]) => u >= 0 && v >= 0 && u < WIDTH / 4 && v < HEIGHT / 4);
          return inside.every(([u, v]) => at('hm', k, v, u) <= at('hm', k, y, x)) ? squash(at('hm', k, y, x)) : 0;
        }),
      }));
      areNear({ boxes, scores }, all);
      near(
        selected,
        all.map(({ peaks }) => peaks),
      );
    });

  it('are no CenterNet where two numbers beside scores are of something else', async () => {
    const file = writeHead(folder, ({ builder, plane }) => {
      builder.output(builder.op('Identity', [plane(CLASSES, 4)], {}, 'classes'));
      builder.output(builder.op('Identity', [plane(2, 4)], {}, 'edges'));
    });
    await assert.rejects(readHead(file));
  });

  it('are none where a pyramid of features has as many numbers at each level', async () => {
    const file = writeHead(folder, ({ builder, plane }) => {
      for (const stride of STRIDES) builder.output(builder.op('Identity', [plane(64, stride)], {}, `p${stride}`));
    });
    await assert.rejects(readHead(file));
  });
});
