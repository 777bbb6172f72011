import assert from 'node:assert/strict';
import { TrainingPage } from './support/training-page';
import { documentOf, running, setup, trained } from './support/trainings';

describe('the Training panel', () => {
  const training = new TrainingPage();

  it('says what to do before there is a folder', async () => {
    await training.show({ folder: null });
    await training.page.getByText(/Right-click a folder with a sub-folder per class/).waitFor();
    await training.press('Choose a folder…');
    assert.deepEqual(await training.panel.posted('command'), [{ kind: 'command', command: 'trainFolder' }]);
  });

  it('keeps what brings it back after a reload', async () => {
    await training.show({ run: running() });
    const memo = { folder: documentOf().folder?.uri, setup, run: 'running' };
    assert.deepEqual((await training.saved()).memo, memo);
    await training.panel.send({ kind: 'update', changes: { run: running({ state: 'paused' }) } });
    assert.deepEqual((await training.saved()).memo, { ...memo, run: 'paused' });
    await training.panel.send({ kind: 'update', changes: { run: null, results: trained() } });
    assert.deepEqual((await training.saved()).memo, { ...memo, run: null });
  });
});
