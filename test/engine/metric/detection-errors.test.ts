import assert from 'node:assert/strict';
import { verdictsOf } from '../../../src/engine/metric/detection/errors';

/** Boxes of one image, each with its class. */
const table = (
  rows: readonly (readonly [label: number, box: readonly number[], score?: number, aside?: number])[],
) => ({
  images: rows.map(() => 0),
  labels: rows.map(([label]) => label),
  boxes: rows.flatMap(([, box]) => [...box]),
  scores: rows.map(([, , score = 0]) => score),
  aside: rows.map(([, , , aside = 0]) => aside),
  areas: rows.map(() => 100),
});
const at = (left: number, top = 0): readonly number[] => [left, top, left + 10, top + 10];

describe('what is wrong with a detection', () => {
  const judged = (objects: Parameters<typeof table>[0], boxes: Parameters<typeof table>[0]) => {
    const { detections, missed } = verdictsOf(table(objects), table(boxes), {
      objects: objects.map((_, row) => row),
      detections: boxes.map((_, row) => row),
    });
    return [detections.map(({ kind }) => kind), [...missed]];
  };

  it('is its class, its place, both, that it is one of two, or that there is nothing', () => {
    // Moved by 5 of 10, two boxes share 1/3; by 9, 1/19.
    const objects = [[0, at(0)] as const, [0, at(100)] as const, [1, at(200)] as const, [1, at(300)] as const];
    const boxes = [
      [0, at(0), 0.9],
      [0, at(1), 0.8],
      [0, at(105), 0.7],
      [0, at(200), 0.6],
      [0, at(305), 0.5],
      [0, at(209), 0.4],
      [0, at(500), 0.3],
    ] as const;
    assert.deepEqual(judged(objects, boxes), [
      ['right', 'duplicate', 'place', 'class', 'both', 'background', 'background'],
      [3],
    ]);
  });

  it('is told by the most confident first, whatever their order', () => {
    assert.deepEqual(
      judged(
        [[0, at(0)]],
        [
          [0, at(1), 0.3],
          [0, at(2), 0.6],
        ],
      ),
      [['duplicate', 'right'], []],
    );
  });

  it('is nothing where the object does not count', () => {
    assert.deepEqual(judged([[0, at(0), 0, 1]], [[0, at(1), 0.9]]), [['aside'], []]);
    assert.deepEqual(judged([[0, at(0), 0, 1]], []), [[], []]);
  });
});
