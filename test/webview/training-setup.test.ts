import assert from 'node:assert/strict';
import { none } from '../../src/protocol/loading';
import { TrainingPage, plain } from './support/training-page';
import { documentOf, setup } from './support/trainings';

describe('the Training panel before a run', () => {
  const training = new TrainingPage();

  it('shows what would be learned from, and what it would take', async () => {
    await training.show();
    const data = await training.section('Data').innerText();
    for (const part of ['600 to learn from, 60 to test with · images, 128 × 128', '1 file left out'])
      assert.ok(data.includes(part), part);
    assert.equal(await training.section('Data').locator('.data-classes tr').count(), 3);
    assert.match(
      plain(await training.page.locator('.estimate').innerText()),
      /^About 2 min 52 s in all · cnn: 123 k parameters/,
    );
    assert.equal(await training.state(), 'setup');
    await training.show({
      estimate: {
        state: 'done',
        value: {
          networks: [
            {
              network: 'mobilenet',
              parameters: 9,
              secondsPerEpoch: 1,
              seconds: 2,
              guessed: 'mean, std (the usual ones)',
            },
          ],
          seconds: 2,
        },
      },
    });
    assert.match(
      await training.page.locator('.estimate').innerText(),
      /How images are made for mobilenet is guessed: mean, std \(the usual ones\)\. State it in its sidecar\./,
    );
  });

  it('chooses networks with their parameters, a network twice, and refuses those for signals', async () => {
    await training.show();
    await training.page.locator('[data-picker="mlp"] vscode-checkbox').click();
    await training.press('Parameters of CNN');
    const form = training.page.locator('[data-picker="cnn"]');
    await form.getByRole('textbox', { name: 'Channels' }).fill('8, 16, 24');
    await form.getByRole('spinbutton', { name: 'Dropout' }).fill('0.4');
    await form.getByRole('button', { name: 'Add with other values' }).click();
    const chosen = (await training.lastSetup())?.networks.filter(({ selected }) => selected);
    assert.deepEqual(
      chosen?.map(({ key, params }) => [key, params.channels, params.dropout]),
      [
        ['cnn', [8, 16, 24], 0.4],
        ['cnn 2', [8, 16, 24], 0.4],
        ['scatnet', undefined, 0.2],
        ['mlp', undefined, setup.networks.find(({ id }) => id === 'mlp')?.params.dropout],
      ],
    );
    assert.match(
      (await training.page.locator('[data-picker="cnn-1d"] .choice').getAttribute('title')) ?? '',
      /made for signals/,
    );
  });

  it('trains a model of the workspace, wholly or a new head of it', async () => {
    const id = '/workspace/models/mobilenet.onnx';
    const registries = documentOf().registries!;
    const params = registries.modelParams;
    const model = { id, label: 'mobilenet.onnx', description: 'models/mobilenet.onnx', params } as const;
    const networks = [...registries.networks, { ...model, of: 'any', isModel: true } as const];
    const choice = { key: id, id, selected: false, params: { mode: 'head' } };
    await training.show({
      registries: { ...registries, networks },
      setup: { ...setup, networks: [...setup.networks, choice] },
    });
    const group = training.page.getByRole('group', { name: 'Models of the workspace' });
    await group.locator('vscode-checkbox').click();
    await training.press('Parameters of mobilenet.onnx');
    await group.getByRole('combobox', { name: 'What learns' }).selectOption('continue');
    assert.deepEqual((await training.lastSetup())?.networks.at(-1), {
      ...choice,
      selected: true,
      params: { mode: 'continue' },
    });
    assert.match(await group.locator('.figure').innerText(), /mode continue/);
  });

  it('chooses the split, the size and how it learns', async () => {
    await training.show();
    await training.page.getByRole('combobox', { name: 'Split' }).selectOption('600');
    assert.equal((await training.lastSetup())?.folds, 600, 'leave one out');
    await training.page.getByRole('combobox', { name: 'Split' }).focus();
    await training.page.getByRole('combobox', { name: 'Split' }).selectOption('1');
    assert.match(await training.section('Data').innerText(), /Judged by the inputs to test with/);
    await training.page.getByRole('textbox', { name: /Height and width/ }).fill('48');
    await training.page.getByRole('spinbutton', { name: 'Epochs' }).fill('7');
    await training.page.getByRole('combobox', { name: 'Optimiser' }).selectOption('sgd');
    await training.page
      .locator('[data-part="optimiser"]')
      .getByRole('spinbutton', { name: 'Learning rate' })
      .fill('0.1');
    await training.page.getByRole('combobox', { name: 'Schedule' }).selectOption('cosine');
    const last = await training.lastSetup();
    assert.deepEqual(
      [last?.size, last?.epochs, last?.optimiser.id, last?.optimiser.params.learningRate, last?.schedule.id],
      [[48, 48], 7, 'sgd', 0.1, 'cosine'],
    );
  });

  it('shows what the network will see, made anew for other ranges', async () => {
    await training.show();
    assert.equal((await training.panel.posted('sheet')).length, 0, 'it is made when it is looked at');
    await training.page.getByText('What the network will see').click();
    await training.panel.until('sheet', 1);
    assert.equal(await training.page.locator('.sheet canvas').count(), 24);
    await training.press('Parameters of Rotation');
    await training.page.locator('[data-picker="rotate"]').getByRole('spinbutton', { name: 'Degrees' }).fill('40');
    await training.panel.until('sheet', 2);
    const rotate = (await training.lastSetup())?.augmentations.find(({ id }) => id === 'rotate');
    assert.equal(rotate?.params.degrees, 40);
  });

  it('says why a folder cannot be learned from, and does not start', async () => {
    await training.show({
      inspection: {
        state: 'error',
        error: { code: 'not-found', what: 'the folder holds no images', where: '/data', next: 'Choose another' },
      },
      estimate: none,
    });
    assert.match(
      await training.section('Data').getByRole('alert').innerText(),
      /the folder holds no images[^]*Choose another/,
    );
    assert.equal(await training.page.getByRole('button', { name: 'Train' }).isDisabled(), true);
  });

  it('starts', async () => {
    await training.show();
    await training.press('Train');
    assert.equal((await training.panel.posted('run')).length, 1);
  });
});
