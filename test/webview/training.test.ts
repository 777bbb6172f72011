import assert from 'node:assert/strict';
import { none } from '../../src/protocol/loading';
import { cutTexts, escapees } from './support/layout';
import { TrainingPage } from './support/training-page';
import { curve, documentOf, running, setup, trained } from './support/trainings';

/** Spaces that do not break a line as those that do. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('the Training panel', () => {
  const training = new TrainingPage();
  const section = (name: string) => training.page.getByRole('region', { name, exact: true }).first();
  const press = (name: string) => training.page.getByRole('button', { name, exact: true }).first().click();
  const state = () => training.page.locator('body').getAttribute('data-state');

  it('says what to do before there is a folder', async () => {
    await training.show({ folder: null });
    await training.page.getByText(/Right-click a folder with a sub-folder per class/).waitFor();
    await press('Choose a folder…');
    assert.deepEqual(await training.panel.posted('command'), [{ kind: 'command', command: 'trainFolder' }]);
  });

  describe('before a run', () => {
    it('shows what would be learned from, and what it would take', async () => {
      await training.show();
      const data = await section('Data').innerText();
      for (const part of ['600 to learn from, 60 to test with · images, 128 × 128', '1 file left out'])
        assert.ok(data.includes(part), part);
      assert.equal(await section('Data').locator('.data-classes tr').count(), 3);
      assert.match(
        plain(await training.page.locator('.estimate').innerText()),
        /^About 2 min 52 s in all · cnn: 123 k parameters/,
      );
      assert.equal(await state(), 'setup');
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
      await press('Parameters of CNN');
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
      await press('Parameters of mobilenet.onnx');
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
      assert.match(await section('Data').innerText(), /Judged by the inputs to test with/);
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
      await press('Parameters of Rotation');
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
        await section('Data').getByRole('alert').innerText(),
        /the folder holds no images[^]*Choose another/,
      );
      assert.equal(await training.page.getByRole('button', { name: 'Train' }).isDisabled(), true);
    });

    it('starts', async () => {
      await training.show();
      await press('Train');
      assert.equal((await training.panel.posted('run')).length, 1);
    });
  });

  describe('while it runs', () => {
    it('folds the set-up away, and says how far, how fast and how long', async () => {
      await training.show({ run: running(), estimate: none });
      assert.equal(await training.page.locator('.setup-box').evaluate((box: HTMLDetailsElement) => box.open), false);
      assert.equal(
        plain(await section('Progress').getByRole('status').innerText()),
        'cnn · fold 3 of 5 · epoch 8 of 20 · 1234 images per second · 3 min 20 s left',
      );
      assert.equal(await state(), 'running');
      await press('Pause');
      await press('Cancel');
      assert.equal((await training.panel.posted('pause')).length + (await training.panel.posted('cancel')).length, 2);
    });

    it('says how far the features are that do not learn', async () => {
      const features = { network: 'scatnet', done: 96, total: 660 };
      await training.show({ run: running({ features, progress: null }), estimate: none });
      assert.equal(await section('Progress').getByRole('status').innerText(), 'scatnet · features: 96 of 660 inputs');
    });

    it('draws a line per fold and their mean, and reads an epoch out', async () => {
      await training.show({ run: running(), estimate: none });
      const legend = await section('Curves').getByRole('list', { name: 'Legend' }).innerText();
      assert.deepEqual(legend.split('\n').filter(Boolean), [
        'Fold 1',
        'Fold 2',
        'Fold 3',
        'Mean',
        'Validation',
        'Training, while it learned',
      ]);
      const loss = section('Curves').locator('canvas').first();
      assert.match((await loss.getAttribute('aria-label')) ?? '', /^Loss after epoch 20: validation 0\.\d+, training/);
      await loss.focus();
      await training.page.keyboard.press('ArrowRight');
      await training.page.keyboard.press('ArrowRight');
      const mean = (part: 'training' | 'validation') =>
        running().curves.reduce((sum, { history }) => sum + history[1][part].accuracy, 0) / 3;
      const told = plain(await section('Curves').locator('.curve-readout').innerText());
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
      const place = () => section('Curves').locator('canvas').first().boundingBox();
      const before = await place();
      await training.panel.send({ kind: 'update', changes: { run: { ...first, curves: [curve('cnn', 1, 3)] } } });
      assert.deepEqual(await place(), before);
    });

    it('goes on after a pause, and says why it failed', async () => {
      await training.show({ run: running({ state: 'paused' }), estimate: none });
      assert.equal(await state(), 'paused');
      assert.match(await section('Progress').innerText(), /^Paused · cnn · fold 3 of 5/);
      await press('Go on');
      assert.equal((await training.panel.posted('run')).length, 1);
      const error = { code: 'disk', what: 'there is no room left', next: 'Make room' } as const;
      await training.panel.send({ kind: 'update', changes: { run: running({ state: 'failed', error }) } });
      assert.match(await section('Progress').getByRole('alert').innerText(), /There is no room left[^]*Make room/);
    });
  });

  describe('afterwards', () => {
    const done = { results: trained(), estimate: none };

    it('shows folds × measures with mean and deviation, and opens each fold’s model', async () => {
      await training.show(done);
      assert.equal(await state(), 'done');
      const rows = section('Folds').locator('tbody tr');
      assert.equal(await rows.count(), 7);
      const [cnn] = trained().result.networks;
      const last = plain(await rows.nth(5).innerText())
        .split('\t')
        .map((text) => text.trim());
      assert.equal(last[0], 'mean');
      assert.ok(last.includes(`${(100 * cnn.mean['Accuracy (validation)']).toFixed(1)} %`), last.join());
      for (const [name, use] of [
        ['Explain with the model of fold 2', 'explain'],
        ['Evaluate the model of fold 2', 'evaluate'],
        ['Show the filters of fold 2', 'filters'],
      ] as const) {
        await press(name);
        assert.deepEqual((await training.panel.posted('use')).at(-1), { kind: 'use', model: 'cnn/fold-2.onnx', use });
      }
    });

    it('shows several networks side by side, and those that are looked at', async () => {
      await training.show(done);
      assert.equal(await section('Networks side by side').locator('tbody tr').count(), 2);
      await section('Networks side by side').getByRole('button', { name: 'scatnet' }).click();
      await press('Show the filters of fold 1');
      assert.equal((await training.panel.posted('use'))[0].model, 'scatnet/fold-1.onnx');
    });

    it('lists wrong inputs by part, fold and cell, each one click from its explanation', async () => {
      await training.show(done);
      const tiles = section('Wrong inputs').locator('.wrong-tile');
      assert.equal(await tiles.count(), 5 + 4 + 3 + 2 + 1);
      await training.page.getByRole('radio', { name: 'Fold 2' }).check({ force: true });
      assert.equal(await tiles.count(), 4);
      const { wrong, model } = trained().result.networks[0].folds[1];
      await tiles.nth(2).click();
      assert.deepEqual((await training.panel.posted('explain'))[0], {
        kind: 'explain',
        name: wrong.validation[2].input,
        names: wrong.validation.map(({ input }) => input),
        truths: wrong.validation.map(({ label }) => label),
        model,
      });
      await training.page.getByRole('button', { name: 'no-glasses taken for sunglasses' }).click();
      assert.equal(await tiles.count(), 1);
      await training.page.getByRole('button', { name: 'Show all' }).click();
      await training.page.getByRole('radio', { name: 'Test' }).check({ force: true });
      assert.equal(await tiles.count(), 1);
      assert.match(plain(await section('Answers').locator('.measures').innerText()), /Accuracy\s+96\.0 %/);
    });

    it('shows all folds where other results have no such fold as was looked at', async () => {
      await training.show(done);
      await training.page.getByRole('radio', { name: 'Fold 3' }).check({ force: true });
      await training.panel.send({ kind: 'update', changes: { results: trained(['cnn'], 1) } });
      assert.match(plain(await section('Answers').locator('.measures').innerText()), /Accuracy\s+\d\d\.\d %/);
      assert.equal(await section('Wrong inputs').locator('.wrong-tile').count(), 5);
    });

    it('opens reports, and says when other choices are set up', async () => {
      await training.show({ ...done, differs: '/workspace/.saliency-lens/training/faces-2' });
      await press('Report');
      await training.page.getByRole('menuitem', { name: 'LaTeX' }).click();
      assert.deepEqual(await training.panel.posted('report'), [{ kind: 'report', format: 'tex' }]);
      assert.match(await section('What is shown').innerText(), /a new training goes to faces-2/);
      await press('Set up what made these results');
      assert.equal((await training.panel.posted('adopt')).length, 1);
    });

    for (const width of [1400, 900, 480])
      it(`fits into ${width} px`, async () => {
        await training.show(done, { width });
        assert.deepEqual(await escapees(training.page, 'header'), []);
        assert.deepEqual(await cutTexts(training.page, 'body'), []);
        assert.ok(await training.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      });
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
