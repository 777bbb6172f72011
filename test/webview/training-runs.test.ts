import assert from 'node:assert/strict';
import { none } from '../../src/protocol/loading';
import { TrainingPage, plain } from './support/training-page';
import { curve, running } from './support/trainings';

describe('the Training panel while it runs', () => {
  const training = new TrainingPage();

  it('folds the set-up away, and says how far, how fast and how long', async () => {
    await training.show({ run: running(), estimate: none });
    assert.equal(await training.page.locator('.setup-box').evaluate((box: HTMLDetailsElement) => box.open), false);
    assert.equal(
      plain(await training.section('Progress').getByRole('status').innerText()),
      'cnn · fold 3 of 5 · epoch 8 of 20 · 1234 images per second · 3 min 20 s left',
    );
    assert.equal(await training.state(), 'running');
    await training.press('Pause');
    await training.press('Cancel');
    assert.equal((await training.panel.posted('pause')).length + (await training.panel.posted('cancel')).length, 2);
  });

  it('says how far the features are that do not learn', async () => {
    const features = { network: 'scatnet', done: 96, total: 660 };
    await training.show({ run: running({ features, progress: null }), estimate: none });
    assert.equal(
      await training.section('Progress').getByRole('status').innerText(),
      'scatnet · features: 96 of 660 inputs',
    );
  });

  it('draws a line per fold and their mean, and reads an epoch out', async () => {
    await training.show({ run: running(), estimate: none });
    const legend = await training.section('Curves').getByRole('list', { name: 'Legend' }).innerText();
    assert.deepEqual(legend.split('\n').filter(Boolean), [
      'Fold 1',
      'Fold 2',
      'Fold 3',
      'Mean',
      'Validation',
      'Training, while it learned',
    ]);
    const loss = training.section('Curves').locator('canvas').first();
    assert.match((await loss.getAttribute('aria-label')) ?? '', /^Loss after epoch 20: validation 0\.\d+, training/);
    await loss.focus();
    await training.page.keyboard.press('ArrowRight');
    await training.page.keyboard.press('ArrowRight');
    const mean = (part: 'training' | 'validation') =>
      running().curves.reduce((sum, { history }) => sum + history[1][part].accuracy, 0) / 3;
    const told = plain(await training.section('Curves').locator('.curve-readout').innerText());
    assert.ok(told.startsWith('Epoch 2, mean of the folds'), told);
    assert.ok(told.includes(`Accuracy ${(100 * mean('validation')).toFixed(1)} %`), told);
    assert.ok(told.includes(`(training ${(100 * mean('training')).toFixed(1)} %)`), told);
    const inked = await loss.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    });
    assert.ok(inked > 1000, 'the lines are drawn');
  });

  it('moves nothing when epochs arrive', async () => {
    const first = running({ curves: [], progress: null });
    await training.show({ run: first, estimate: none });
    const place = () => training.section('Curves').locator('canvas').first().boundingBox();
    const before = await place();
    await training.panel.send({ kind: 'update', changes: { run: { ...first, curves: [curve('cnn', 1, 3)] } } });
    assert.deepEqual(await place(), before);
  });

  it('goes on after a pause, and says why it failed', async () => {
    await training.show({ run: running({ state: 'paused' }), estimate: none });
    assert.equal(await training.state(), 'paused');
    assert.match(await training.section('Progress').innerText(), /^Paused · cnn · fold 3 of 5/);
    await training.press('Go on');
    assert.equal((await training.panel.posted('run')).length, 1);
    const error = { code: 'disk', what: 'there is no room left', next: 'Make room' } as const;
    await training.panel.send({ kind: 'update', changes: { run: running({ state: 'failed', error }) } });
    assert.match(
      await training.section('Progress').getByRole('alert').innerText(),
      /There is no room left[^]*Make room/,
    );
  });
});
