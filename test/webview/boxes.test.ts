import assert from 'node:assert/strict';
import { overlapOf, visibleBoxes } from '../../src/protocol/boxes';
import type { Corners, DetectedBox } from '../../src/protocol/task';

/** The same numbers for every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function scene(seed: number): readonly DetectedBox[] {
  const draw = random(seed);
  return Array.from({ length: 40 }, (_, proposal) => {
    const [left, top] = [60 * draw(), 60 * draw()];
    const corners: Corners = [left, top, left + 40 * draw(), top + 40 * draw()];
    return { proposal, index: Math.floor(3 * draw()), label: '', score: draw(), corners };
  });
}

describe('the overlap of boxes', () => {
  it('is the shared area over the common one', () => {
    assert.equal(overlapOf([0, 0, 2, 2], [1, 1, 3, 3]), 1 / 7);
    assert.equal(overlapOf([0, 0, 2, 2], [0, 0, 2, 2]), 1);
    assert.equal(overlapOf([0, 0, 2, 2], [2, 0, 4, 2]), 0);
    assert.equal(overlapOf([1, 1, 1, 1], [1, 1, 1, 1]), 0, 'boxes without an area');
  });
});

describe('the boxes that thresholds leave', () => {
  const scenes = Array.from({ length: 50 }, (_, seed) => scene(seed + 1));
  const levels = [0, 0.1, 0.25, 0.45, 0.7, 1];

  it('are sure enough, in descending order, and do not overlap more than they may within their class', () => {
    for (const boxes of scenes)
      for (const score of levels)
        for (const overlap of levels) {
          const shown = visibleBoxes(boxes, score, overlap);
          assert.ok(shown.every((box, i) => box.score >= score && (i === 0 || box.score <= shown[i - 1].score)));
          for (const [i, a] of shown.entries())
            for (const b of shown.slice(i + 1))
              assert.ok(a.index !== b.index || overlapOf(a.corners, b.corners) <= overlap);
        }
  });

  it('leave out only what a surer one that is shown covers', () => {
    for (const boxes of scenes) {
      const shown = visibleBoxes(boxes, 0.2, 0.3);
      for (const box of boxes.filter(({ score }) => score >= 0.2)) {
        const covered = shown.some(
          (one) => one.index === box.index && one.score > box.score && overlapOf(one.corners, box.corners) > 0.3,
        );
        assert.equal(shown.includes(box), !covered);
      }
    }
  });

  it('are the same in any order, and of a higher score threshold a part of those of a lower one', () => {
    for (const boxes of scenes) {
      const few = visibleBoxes(boxes, 0.6, 0.3);
      assert.deepEqual(visibleBoxes([...boxes].reverse(), 0.6, 0.3), few);
      const many = visibleBoxes(boxes, 0.2, 0.3);
      assert.ok(few.every((box) => many.includes(box)));
    }
  });

  it('are all of them where nothing is asked, and none of a different class is suppressed', () => {
    const [a, b] = scenes[0];
    const twin = { ...a, index: a.index + 1, score: a.score / 2 };
    assert.deepEqual(visibleBoxes([twin, a], 0, 0), [a, twin]);
    assert.equal(visibleBoxes(scenes[0], 0, 1).length, scenes[0].length);
    assert.deepEqual(visibleBoxes([a, b], 1.1, 0), []);
  });
});
