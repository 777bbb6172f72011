import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ints } from '../../../src/engine/graph/model';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import {
  aroundCentre,
  places,
  readHead,
  sigmoid,
  STRIDES,
  writeHead,
  type At,
  type HeadParts,
  type Read,
} from './raw-heads';

const CLASSES = 4;
const NUMBERS = 5 + CLASSES;
const COCO = [...[10, 13, 16, 30, 33, 23], ...[30, 61, 62, 45, 59, 119], ...[116, 90, 156, 198, 373, 326]];
const YOLOV4 = [...[12, 16, 19, 36, 40, 28], ...[36, 75, 76, 55, 72, 146], ...[142, 110, 192, 243, 459, 401]];

/** Where an output holds number `n` of an anchor of a place. */
type Form = (at: At, stride: number, place: { anchor: number; n: number; x: number; y: number }) => number;
const inChannels: Form = (at, stride, { anchor, n, x, y }) => at(`level${stride}`, anchor * NUMBERS + n, y, x);

const near = (got: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void => {
  assert.equal(got.length, expected.length);
  for (const [row, numbers] of expected.entries())
    for (const [k, value] of numbers.entries())
      assert.ok(
        Math.abs(got[row][k] - value) <= 2e-4 * Math.max(1, Math.abs(value)),
        `row ${row}: ${got[row]}, not ${numbers}`,
      );
};

/** Boxes and scores of three anchors at every place, decoded beside the program. */
function holds(
  { boxes, scores, at }: Read,
  form: Form,
  box: (
    numbers: readonly number[],
    place: { x: number; y: number; stride: number; side: readonly number[] },
  ) => number[],
  { anchors = COCO, squash = sigmoid } = {},
): void {
  const expected = [...places()].flatMap(({ stride, x, y }) =>
    [0, 1, 2].map((anchor) => {
      const numbers = Array.from({ length: NUMBERS }, (_, n) => form(at, stride, { anchor, n, x, y }));
      const first = 2 * (3 * STRIDES.indexOf(stride as 8) + anchor);
      const [, , , , objectness, ...classes] = numbers;
      return {
        box: box(numbers, { x, y, stride, side: anchors.slice(first, first + 2) }),
        scores: classes.map((value) => squash(objectness) * squash(value)),
      };
    }),
  );
  near(
    boxes,
    expected.map((one) => one.box),
  );
  near(
    scores,
    expected.map((one) => one.scores),
  );
}

const v3 = ([a, b, c, d]: readonly number[], { x, y, stride, side }: Parameters<Parameters<typeof holds>[2]>[1]) =>
  aroundCentre((sigmoid(a) + x) * stride, (sigmoid(b) + y) * stride, Math.exp(c) * side[0], Math.exp(d) * side[1]);
const v5Of =
  (squash: (value: number) => number) =>
  ([a, b, c, d]: readonly number[], { x, y, stride, side }: Parameters<Parameters<typeof holds>[2]>[1]): number[] => {
    const [p, q, r, s] = [a, b, c, d].map(squash);
    const centre = [(2 * p - 0.5 + x) * stride, (2 * q - 0.5 + y) * stride];
    return aroundCentre(centre[0], centre[1], (2 * r) ** 2 * side[0], (2 * s) ** 2 * side[1]);
  };
const v5 = v5Of(sigmoid);

describe('YOLO with one output for each level', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-heads-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Levels whose planes are brought into a form. */
  const levels = (form: (parts: HeadParts, plane: string) => string, before?: string): string =>
    writeHead(folder, (parts) => {
      for (const stride of [...STRIDES].reverse()) {
        const plane = form(parts, parts.plane(3 * NUMBERS, stride, before));
        parts.builder.output(parts.builder.op('Identity', [plane], {}, `level${stride}`));
      }
    });
  const plain = (_: HeadParts, plane: string): string => plane;

  it('is read as YOLOv3 behind LeakyRelu, and says whose anchors it takes', async () => {
    const read = await readHead(levels(plain, 'LeakyRelu'));
    assert.equal(read.layout, 'yolov3-levels');
    assert.match(read.reason, /4 classes for each of three anchors at one of 3 levels \(YOLOv3: LeakyRelu stands/);
    assert.match(read.reason, /anchors are taken to be those of YOLOv3$/);
    holds(read, inChannels, v3);
  });

  it('is read as YOLOv4 behind Mish', async () => {
    const read = await readHead(levels(plain, 'Mish'));
    assert.equal(read.layout, 'yolov4-levels');
    const stretched = (numbers: readonly number[], place: Parameters<typeof v3>[1]): number[] => {
      const by = [1.2, 1.1, 1.05][STRIDES.indexOf(place.stride as 8)];
      const [left, top, right, bottom] = v3(numbers, place);
      const [dx, dy] = numbers
        .slice(0, 2)
        .map((step) => ((sigmoid(step) - 0.5) * by + 0.5 - sigmoid(step)) * place.stride);
      return [left + dx, top + dy, right + dx, bottom + dy];
    };
    holds(read, inChannels, stretched, { anchors: YOLOV4 });
  });

  it('is read as YOLOv5 otherwise: as planes, with anchors apart, and with the grid in front', async () => {
    const read = await readHead(levels(plain));
    assert.equal(read.layout, 'yolov5-levels');
    holds(read, inChannels, v5);
    const five = writeHead(folder, (parts) => {
      for (const stride of STRIDES) {
        const { builder } = parts;
        const split = builder.op('Reshape', [
          parts.plane(3 * NUMBERS, stride),
          builder.integers(1, 3, NUMBERS, 64 / stride, -1),
        ]);
        builder.output(builder.op('Transpose', [split], { perm: ints([0, 1, 3, 4, 2]) }, `level${stride}`));
      }
    });
    holds(await readHead(five), (at, stride, { anchor, n, x, y }) => at(`level${stride}`, anchor, y, x, n), v5);
    const last = levels(({ builder }, plane) => builder.op('Transpose', [plane], { perm: ints([0, 2, 3, 1]) }));
    holds(
      await readHead(last),
      (at, stride, { anchor, n, x, y }) => at(`level${stride}`, y, x, anchor * NUMBERS + n),
      v5,
    );
  });

  it('is not squashed twice where the graph ends in sigmoids', async () => {
    const read = await readHead(levels(({ builder }, plane) => builder.op('Sigmoid', [plane])));
    assert.equal(read.layout, 'yolov5-levels');
    const same = (value: number): number => value;
    holds(read, inChannels, v5Of(same), { squash: same });
  });

  it('takes anchors of the sidecar: as pairs, as a file of pairs, or one by one', async () => {
    const file = levels(plain);
    const pairs = Array.from({ length: 9 }, (_, k) => [5 + k, 40 - k] as const);
    const read = await readHead(file, { detection: { anchors: pairs } });
    assert.doesNotMatch(read.reason, /taken to be/);
    holds(read, inChannels, v5, { anchors: pairs.flat() });
    writeFileSync(join(folder, 'anchors.npy'), encodeNpy(floats([9, 2], pairs.flat())));
    holds(await readHead(file, { detection: { anchors: 'anchors.npy' } }), inChannels, v5, { anchors: pairs.flat() });
    const corners = [...places()].flatMap(({ stride }) =>
      [0, 1, 2].flatMap((anchor) => aroundCentre(9, 9, ...pairs[3 * STRIDES.indexOf(stride as 8) + anchor])),
    );
    writeFileSync(join(folder, 'corners.npy'), encodeNpy(floats([corners.length / 4, 4], corners)));
    holds(await readHead(file, { detection: { anchors: 'corners.npy' } }), inChannels, v5, { anchors: pairs.flat() });
  });

  it('says how many anchors it wants', async () => {
    const anchors = [[1, 2]] as const;
    await assert.rejects(readHead(levels(plain), { detection: { anchors } }), /there are 1 anchors in place of 9/);
  });

  it('is the version that the sidecar names', async () => {
    holds(await readHead(levels(plain), { detection: { layout: 'yolov3-levels' } }), inChannels, v3);
  });
});
