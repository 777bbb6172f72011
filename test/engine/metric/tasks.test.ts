import assert from 'node:assert/strict';
import { evenReliability, worstCalibrationError } from '../../../src/engine/metric/classification/calibration';
import { predictionsOf } from '../../../src/engine/metric/classification/predictions';
import { bestTemperature } from '../../../src/engine/metric/classification/temperature';
import { cocoSummary } from '../../../src/engine/metric/detection/coco';
import { vocSummary } from '../../../src/engine/metric/detection/voc';
import { labelRanking, multiLabelSummary } from '../../../src/engine/metric/multi-label/multi-label';
import { regressionErrors } from '../../../src/engine/metric/regression/regression';
import { boundaryIou } from '../../../src/engine/metric/segmentation/boundary';
import { pixelConfusion, segmentationSummary } from '../../../src/engine/metric/segmentation/confusion';
import { floats } from '../../../src/engine/tensor/tensor';

const near = (got: number, expected: number): void =>
  assert.ok(Math.abs(got - expected) < 1e-9, `${got}, not ${expected}`);

describe('average precision', () => {
  // Hits 1 0 1 of two objects: precision 1 up to a recall of 1/2, then 2/3.
  const truths = {
    images: [0, 0],
    labels: [0, 0],
    boxes: [0, 0, 50, 50, 60, 60, 110, 110],
    aside: [0, 0],
    areas: [2500, 2500],
  };
  const found = {
    images: [0, 0, 0],
    labels: [0, 0, 0],
    scores: [0.9, 0.8, 0.7],
    boxes: [0, 0, 50, 50, 200, 200, 250, 250, 60, 60, 110, 110],
  };

  it('of COCO samples 101 recalls', () => {
    const { AP, AP50, AR1, AR100, sizes } = cocoSummary(truths, found, 1, 1);
    near(AP50, (51 + 50 * (2 / 3)) / 101);
    near(AP, AP50);
    near(AR1, 0.5);
    near(AR100, 1);
    near(sizes.Medium.AP, AP);
    assert.equal(sizes.Large.AP, -1, 'there are none');
  });

  it('of VOC samples 11 recalls, or none', () => {
    const { mAP, mAP11 } = vocSummary(truths, found, 2, 0.5);
    near(mAP11, (6 + 5 * (2 / 3)) / 11);
    near(mAP, 0.5 + 0.5 * (2 / 3));
  });

  it('takes a second box of the same object as wrong in VOC, and any box of a crowd as neither in COCO', () => {
    const twice = { ...found, boxes: [0, 0, 50, 50, 0, 0, 50, 49, 60, 60, 110, 110] };
    near(vocSummary(truths, twice, 1, 0.5).mAP, 0.5 + 0.5 * (2 / 3));
    near(cocoSummary({ ...truths, aside: [1, 0] }, twice, 1, 1).AP50, 1);
  });
});

describe('agreement of pixels', () => {
  it('leaves out what is 0/0, and counts a class that is only predicted', () => {
    const confusion = pixelConfusion([0, 0, 1, 255], [0, 2, 1, 1], 4, 255);
    const { iouPerClass, meanIou, pixelAccuracy } = segmentationSummary(confusion, 4);
    assert.deepEqual([...iouPerClass], [0.5, 1, 0, NaN]);
    near(meanIou, 0.5);
    near(pixelAccuracy, 2 / 3);
  });

  it('of outlines forgets the inside', () => {
    // A square of 4 × 4 against one of its columns moved: the outlines are one pixel thick.
    const square = Array.from({ length: 36 }, (_, p) => Number(p % 6 > 0 && p % 6 < 5 && p > 5 && p < 30));
    const full = square.map(() => 1);
    near(boundaryIou(square, square, [1, 6, 6], 2, 1)[1], 1);
    near(boundaryIou(square, full, [1, 6, 6], 2, 1)[1], 0);
  });
});

describe('several labels', () => {
  const answers = {
    probabilities: [0.9, 0.8, 0.1, 0.2, 0.6, 0.7],
    truth: [1, 0, 0, 0, 1, 1],
    labels: 3,
    threshold: 0.5,
  };

  it('are judged one by one and together', () => {
    const { f1, f1Samples, subsetAccuracy, hammingLoss, rocAuc } = multiLabelSummary(answers);
    assert.deepEqual([...f1], [1, 2 / 3, 1]);
    near(f1Samples, (2 / 3 + 1) / 2);
    near(subsetAccuracy, 0.5);
    near(hammingLoss, 1 / 6);
    assert.deepEqual([...rocAuc], [1, 0, 1]);
  });

  it('are ranked', () => {
    const { coverageError, rankingLoss, rankingAveragePrecision } = labelRanking({
      ...answers,
      probabilities: [0.5, 0.8, 0.1, 0.2, 0.6, 0.7],
    });
    near(coverageError, 2);
    near(rankingLoss, 0.25);
    near(rankingAveragePrecision, 0.75);
  });
});

describe('numbers', () => {
  it('are judged per output', () => {
    const errors = regressionErrors([1, 10, 2, 20, 3, 30], [1, 12, 3, 20, 5, 28], 2);
    assert.deepEqual([...errors.meanAbsolute], [1, 4 / 3]);
    assert.deepEqual([...errors.medianAbsolute], [1, 2]);
    near(errors.determination[0], 1 - 5 / 2);
    near(errors.determination[1], 1 - 8 / 200);
    near(errors.weightedDetermination, 1 - 13 / 202);
  });
});

describe('calibration', () => {
  it('finds the temperature that a loss is least at', () =>
    near(Number(bestTemperature((t) => Math.log(t / 2) ** 2).toFixed(6)), 2));

  it('in bins of as many inputs each, the first of which have one more', () => {
    const logits = floats([5, 2], [0, 1, 0, 2, 0, 3, 0, 4, 0, 5]);
    const bins = evenReliability(predictionsOf(logits, [1, 0, 1, 1, 1]), 2);
    assert.deepEqual(
      bins.map(({ count, accuracy }) => [count, accuracy]),
      [
        [3, 2 / 3],
        [2, 1],
      ],
    );
    const worst = Math.max(...bins.map(({ accuracy, confidence }) => Math.abs(accuracy - confidence)));
    near(worstCalibrationError(bins), worst);
  });
});
