import assert from 'node:assert/strict';
import { checkBaseline, conditionFromText, verdictsOn } from '../../../src/engine/evaluation/condition/condition';
import { junitReport } from '../../../src/engine/evaluation/condition/junit';
import type { Figure } from '../../../src/engine/evaluation/condition/figures';

const figure = (name: string, names: readonly string[], value: number | null): Figure => ({
  name,
  names: [...names, name],
  better: 'higher',
  value,
});
const FIGURES = [
  figure('v1.0.accuracy', ['accuracy'], 0.9),
  figure('v2.accuracy', ['accuracy'], 0.96),
  figure('v2.grad-cam.iou', ['iou', 'v2.iou', 'grad-cam.iou'], 0.25),
  figure('v2.rise:samples=10.iou', ['iou', 'v2.iou', 'rise:samples=10.iou'], null),
];
const judged = (text: string, baseline: readonly Figure[] = []) =>
  verdictsOn(conditionFromText(text), FIGURES, baseline).map(({ figure: name, failed }) => [name, failed]);

describe('conditions of an evaluation', () => {
  it('are about every figure of that name, or one model or method', () => {
    assert.deepEqual(judged('accuracy<0.95'), [
      ['v1.0.accuracy', true],
      ['v2.accuracy', false],
    ]);
    assert.deepEqual(judged('v1.0.accuracy >= 90%'), [['v1.0.accuracy', true]]);
    assert.deepEqual(judged('grad-cam.iou<0.3'), [['v2.grad-cam.iou', true]]);
    assert.deepEqual(judged('v2.grad-cam.iou<2.5e-1'), [['v2.grad-cam.iou', false]]);
  });

  it('fail where there is no value', () => {
    assert.deepEqual(judged('rise:samples=10.iou<0.3'), [['v2.rise:samples=10.iou', true]]);
  });

  it('compare with a baseline', () => {
    const baseline = [figure('v2.accuracy', [], 0.98)];
    assert.deepEqual(judged('v2.accuracy drops 0.01', baseline), [['v2.accuracy', true]]);
    assert.deepEqual(judged('v2.accuracy drops by 3%', baseline), [['v2.accuracy', false]]);
    assert.deepEqual(judged('v2.accuracy rises 0', baseline), [['v2.accuracy', false]]);
    assert.throws(() => judged('iou drops 0.1', baseline), /the baseline has no iou/);
    assert.throws(() => checkBaseline(conditionFromText('accuracy drops 0.1'), false), /there is no baseline/);
    assert.doesNotThrow(() => checkBaseline(conditionFromText('accuracy<0.1'), false));
  });

  it('say which figures the baseline lacks', () => {
    const baseline = [figure('v2.accuracy', [], 0.98)];
    const [absent, known] = verdictsOn(conditionFromText('accuracy drops 0.01'), FIGURES, baseline);
    assert.deepEqual([absent.figure, absent.failed, absent.skipped], ['v1.0.accuracy', false, true]);
    assert.equal(
      absent.told,
      'v1.0.accuracy was not compared ("accuracy drops 0.01"): the baseline has no such figure',
    );
    assert.deepEqual([known.figure, known.failed, known.skipped], ['v2.accuracy', true, false]);
    assert.match(
      junitReport([absent, known]),
      /failures="1" skipped="1">\n.*\n {6}<skipped message="v1.0.accuracy was /,
    );
  });

  it('say what they cannot read, and which figures there are', () => {
    for (const text of ['accuracy', 'accuracy<', '<0.5', 'accuracy<high', 'accuracy drops'])
      assert.throws(() => conditionFromText(text), /cannot be read/, text);
    assert.throws(() => judged('f1<0.5'), /no figure f1.*There are accuracy, iou/);
  });

  it('stand in a JUnit report, a test case each', () => {
    const report = junitReport(verdictsOn(conditionFromText('accuracy<0.95'), FIGURES, []));
    assert.match(report, /<testsuites name="Saliency Lens" tests="2" failures="1" skipped="0">/);
    assert.match(report, /name="fails if accuracy&lt;0.95">\n {6}<failure message="v1.0.accuracy is 0.9, /);
  });
});
