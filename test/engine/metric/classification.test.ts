import { strict as assert } from 'node:assert';
import { CLASSIFIER_MEASURES, accuracy, classifierOutcome } from '../../../src/engine/metric/classification';
import { calibrationError, reliability } from '../../../src/engine/metric/classification/calibration';
import { macroOfAllNamed } from '../../../src/engine/metric/classification/confusion';
import { predictionsOf } from '../../../src/engine/metric/classification/predictions';
import {
  averagePrecision,
  rocAucOverall,
  rocCurve,
  topAccuracy,
} from '../../../src/engine/metric/classification/ranking';
import { floats } from '../../../src/engine/tensor/tensor';
import { close } from '../statistics/close';

const logits = (rows: readonly (readonly number[])[]) => floats([rows.length, rows[0].length], rows.flat());

describe('classification', () => {
  it('treats one logit as two classes', () => {
    const predictions = predictionsOf(logits([[2], [-1], [0.5]]), [1, 0, 0]);
    assert.equal(predictions.classes, 2);
    assert.deepEqual([...predictions.predicted], [1, 0, 1]);
    close(accuracy(predictions), 2 / 3);
  });

  it('finds a perfect classifier perfect by every measure', () => {
    const rows = Array.from({ length: 12 }, (_, n) => [0, 1, 2].map((c) => (c === n % 3 ? 40 : -40)));
    const outcome = classifierOutcome(
      predictionsOf(
        logits(rows),
        rows.map((_, n) => n % 3),
      ),
    );
    for (const measure of CLASSIFIER_MEASURES) {
      const value = measure.measure(outcome);
      assert.ok(Math.abs(value - (measure.better === 'higher' ? 1 : 0)) < 1e-12, `${measure.id}: ${value}`);
    }
  });

  const measured = (rows: readonly (readonly number[])[], labels: readonly number[], kind: string) => {
    const outcome = classifierOutcome(predictionsOf(logits(rows), labels));
    return ['macro', 'micro', 'weighted'].map((average) =>
      CLASSIFIER_MEASURES.find(({ id }) => id === `${kind}-${average}`)!.measure(outcome),
    );
  };

  it('leaves classes without inputs out of macro averages, and says the balanced accuracy by recall', () => {
    // Two classes of four have inputs; a third is only named by a wrong answer.
    const outcome = classifierOutcome(
      predictionsOf(
        logits([
          [9, 0, 0, 0],
          [0, 0, 9, 0],
          [0, 9, 0, 0],
        ]),
        [0, 0, 1],
      ),
    );
    const of = (id: string): number => CLASSIFIER_MEASURES.find((one) => one.id === id)!.measure(outcome);
    assert.deepEqual([of('recall-macro'), of('balanced-accuracy')], [0.75, 0.75]);
    assert.equal(of('precision-macro'), 1);
    assert.equal(of('f1-macro'), (2 / 3 + 1) / 2);
    assert.equal(macroOfAllNamed(outcome.scores.recall, outcome.scores), 0.5, 'as scikit-learn has it by default');
  });

  it('finds inputs of one class, all right, perfect whatever else the model knows', () => {
    for (const kind of ['precision', 'recall', 'f1'])
      assert.deepEqual(
        measured(
          [
            [9, 0, 0],
            [9, 0, 0],
            [9, 0, 0],
          ],
          [0, 0, 0],
          kind,
        ),
        [1, 1, 1],
        kind,
      );
  });

  it('averages over the classes that have inputs', () => {
    // Class 2 is only predicted, class 3 neither that nor a label; macro, micro and weighted, from the counts by hand.
    const rows = [
      [9, 0, 0, 0],
      [0, 0, 9, 0],
      [0, 9, 0, 0],
    ];
    const expected = { precision: [1, 2 / 3, 1], recall: [3 / 4, 2 / 3, 2 / 3], f1: [5 / 6, 2 / 3, 7 / 9] };
    for (const [kind, values] of Object.entries(expected))
      measured(rows, [0, 0, 1], kind).forEach((value, i) => close(value, values[i]));
  });

  it('leaves classes without inputs out of areas', () => {
    const predictions = predictionsOf(
      logits([
        [1, 0, 0],
        [0, 1, 0],
        [1, 0, 0],
      ]),
      [0, 1, 0],
    );
    const { areas } = classifierOutcome(predictions);
    assert.ok(Number.isNaN(areas[2]));
    assert.equal(rocAucOverall(areas), 1);
  });

  it('counts the k most probable', () => {
    const predictions = predictionsOf(
      logits([
        [3, 2, 1],
        [3, 2, 1],
        [3, 2, 1],
      ]),
      [0, 1, 2],
    );
    assert.deepEqual(
      [1, 2, 3].map((k) => Number(topAccuracy(predictions, k).toFixed(4))),
      [0.3333, 0.6667, 1],
    );
  });

  it('draws one point per distinct score', () => {
    const { falsePositiveRate, truePositiveRate } = rocCurve([0.9, 0.5, 0.5, 0.1], [1, 0, 1, 0]);
    assert.deepEqual([...falsePositiveRate], [0, 0, 0.5, 1]);
    assert.deepEqual([...truePositiveRate], [0, 0.5, 1, 1]);
    close(averagePrecision([0.9, 0.5, 0.5, 0.1], [1, 0, 1, 0]), 0.5 + 0.5 * (2 / 3));
  });

  it('puts a confidence on a bin edge into the bin below it', () => {
    const predictions = {
      count: 2,
      classes: 2,
      labels: Int32Array.of(0, 1),
      predicted: Int32Array.of(0, 0),
      probabilities: Float64Array.of(0.6, 0.4, 0.75, 0.25),
    };
    const bins = reliability(predictions, 5);
    assert.deepEqual(
      bins.map((b) => b.count),
      [0, 0, 1, 1, 0],
    );
    close(calibrationError(bins), 0.5 * 0.4 + 0.5 * 0.75);
  });
});
