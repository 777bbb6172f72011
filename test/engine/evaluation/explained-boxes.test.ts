import assert from 'node:assert/strict';
import { detection } from '../../../src/engine/evaluation/judge/detection';
import { packed, type FoundBoxes } from '../../../src/engine/evaluation/judge/detection/found-boxes';
import type { TrueObjects } from '../../../src/engine/evaluation/judge/detection/true-objects';
import type { EvaluatedModel } from '../../../src/engine/evaluation/evaluated-model';
import { makePlan } from '../../../src/engine/evaluation/plan';
import type { EvaluationRequest } from '../../../src/protocol/evaluation';
import type { Corners } from '../../../src/protocol/task';

const request = (more: Partial<EvaluationRequest>): EvaluationRequest => ({
  ...{ folder: '', models: [], methods: [], metrics: [], out: '' },
  ...more,
});

/** Twenty boxes of the same size, the surest first; the objects lie where every third of them is. */
const boxes = Array.from({ length: 20 }, (_, k) => ({
  proposal: 100 + k,
  index: 0,
  label: 'cat',
  score: 1 - k / 40,
  corners: [30 * k, 0, 30 * k + 20, 20] as Corners,
}));
const answer: FoundBoxes = {
  ...{ width: 600, height: 20 },
  all: packed(boxes),
  shown: packed(boxes),
  asked: boxes.slice(0, 16),
};
const truth: TrueObjects = {
  unit: 'pixels',
  objects: boxes.filter((_, k) => k % 3 === 0).map(({ index, corners }) => ({ index, corners, isAside: false })),
};
const proposals = (more: Partial<EvaluationRequest>): (number | null | undefined)[] =>
  detection.asked(answer, truth, {} as EvaluatedModel, makePlan(request(more))).map(({ box }) => box?.proposal);

describe('the boxes of an image that an evaluation explains', () => {
  it('are the three most confident ones unless told otherwise', () => {
    assert.deepEqual(proposals({}), [100, 101, 102]);
  });

  it('are the wrong ones where these are asked for, the surest first', () => {
    assert.deepEqual(proposals({ whichBoxes: 'wrong' }), [101, 102, 104]);
    assert.deepEqual(proposals({ whichBoxes: 'wrong', boxes: 1 }), [101]);
  });

  it('are at most sixteen, or the wrong ones of these, which is said', () => {
    assert.equal(proposals({ boxes: 50 }).length, 16);
    assert.deepEqual(proposals({ boxes: 50, whichBoxes: 'wrong' }), [101, 102, 104, 105, 107, 108, 110, 111, 113, 114]);
    const said = (more: Partial<EvaluationRequest>): string => detection.remark!(makePlan(request(more)));
    assert.match(said({ boxes: 50 }), /the most confident 16 boxes that are shown are explained/);
    assert.match(
      said({ whichBoxes: 'wrong' }),
      /confident 3 wrong boxes that are shown, among the 16 most confident, are/,
    );
  });
});
