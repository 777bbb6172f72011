import assert from 'node:assert/strict';
import { documentOf } from './support/evaluation-documents';
import { EvaluationPage } from './support/evaluation-page';

describe('the set-up of an evaluation of detectors', () => {
  const evaluation = new EvaluationPage();
  const show = (task: 'detection' | 'classification', options = {}): Promise<void> => {
    const { inspection } = documentOf();
    const models = [{ path: '/models/0.onnx', classes: 3, task, problem: null }];
    return evaluation.show({ inspection: { ...inspection!, models } }, options);
  };
  const count = () => evaluation.page.getByRole('spinbutton', { name: 'Boxes explained per image' });

  it('says how many boxes of each image are explained, of how many at most, and which', async () => {
    await show('detection');
    assert.equal(await count().inputValue(), '3');
    assert.match(await evaluation.page.locator('.options').innerText(), /of at most 16/);
    await count().fill('5');
    assert.equal((await evaluation.lastSetup())?.boxes, 5);
    await count().fill('17');
    assert.equal(await count().getAttribute('aria-invalid'), 'true');
    assert.equal((await evaluation.lastSetup())?.boxes, 5, 'more than can be explained is not asked for');
    await evaluation.page.getByRole('combobox', { name: 'Which boxes are explained' }).selectOption('wrong');
    assert.equal((await evaluation.lastSetup())?.whichBoxes, 'wrong');
    const score = evaluation.page.getByRole('spinbutton', { name: 'Boxes shown from score' });
    assert.deepEqual([await score.inputValue(), await score.getAttribute('placeholder')], ['', 'as the model says']);
    await score.fill('0.4');
    await evaluation.page.getByRole('spinbutton', { name: 'Boxes shown overlap up to' }).fill('0.6');
    const { scoreThreshold, overlapThreshold } = (await evaluation.lastSetup())!;
    assert.deepEqual([scoreThreshold, overlapThreshold], [0.4, 0.6]);
    await score.fill('');
    assert.equal((await evaluation.lastSetup())?.scoreThreshold, null);
  });

  it('fits 480 px, and asks classifiers for no boxes', async () => {
    await show('detection', { width: 480 });
    assert.equal(await evaluation.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    evaluation.close();
    await show('classification');
    assert.equal(await count().count(), 0);
  });
});
