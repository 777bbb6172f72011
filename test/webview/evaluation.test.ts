import assert from 'node:assert/strict';
import { documentOf, setup } from './support/evaluation-documents';
import { resultsOf } from './support/evaluations';
import { EvaluationPage, size } from './support/evaluation-page';

describe('the Evaluation panel', () => {
  const evaluation = new EvaluationPage();

  describe('before a run', () => {
    it('shows the guessed labels, with what does not fit, and can be corrected', async () => {
      await evaluation.show();
      const text = await evaluation.page.locator('section[aria-label="Labels"]').innerText();
      for (const part of [
        'sub-folders glasses, no-glasses, sunglasses',
        '2 inputs have no label: odd.png',
        '0.onnx has no class sunglasses',
        '12 inputs have a mask',
      ])
        assert.ok(text.includes(part), part);
      assert.equal(await evaluation.page.locator('.classes tr').count(), 3);
      await evaluation.page.getByRole('combobox', { name: 'Labels from' }).selectOption('table');
      assert.equal((await evaluation.lastSetup())?.labelling, 'table');
      await evaluation.page.getByRole('combobox', { name: 'File', exact: true }).selectOption('old.csv');
      assert.equal((await evaluation.lastSetup())?.labelling, 'table:old.csv');
      await evaluation.page.getByRole('combobox', { name: 'Labels from' }).selectOption('file-names');
      await evaluation.page.getByRole('textbox', { name: 'Pattern of names' }).fill('{label}-#');
      await evaluation.panel.until('setup', 4);
      assert.equal((await evaluation.lastSetup())?.labelling, 'file-names:{label}-#');
    });

    it('ticks no model while the one that knows the labels is looked for, says so, and moves nothing', async () => {
      await evaluation.show({ fitting: true, setup: { ...setup, models: [] } });
      const models = evaluation.section('Models');
      assert.match(await models.innerText(), /looking for one that knows these labels/);
      assert.equal(await models.getByRole('checkbox', { checked: true }).count(), 0);
      assert.equal(await evaluation.page.getByRole('button', { name: 'Run', exact: true }).isDisabled(), true);
      const place = () => models.locator('.choice').first().boundingBox();
      const before = await place();
      await evaluation.panel.send({ kind: 'update', changes: { fitting: false, setup } });
      assert.equal(await models.getByRole('checkbox', { checked: true }).count(), 1);
      assert.deepEqual(await place(), before);
    });

    it('says why labels cannot be read, and does not start', async () => {
      await evaluation.show({
        inspectionError: {
          code: 'invalid-argument',
          what: 'labels cannot be read as coco',
          where: '/data/test',
          next: 'Choose one of table, folders',
        },
      });
      assert.match(
        await evaluation.page.locator('section[aria-label="Labels"] [role="alert"]').innerText(),
        /labels cannot be read as coco[^]*Choose one of/,
      );
      assert.equal(await evaluation.page.getByRole('button', { name: 'Run' }).isDisabled(), true);
      const [what, next] = await evaluation.page
        .locator('section[aria-label="Labels"] [role="alert"] > *')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
      assert.ok(next.top >= what.bottom && next.left === what.left, 'one below the other');
    });

    it('says what a metric without parameters goes back to', async () => {
      await evaluation.show();
      await evaluation.page.getByRole('button', { name: 'About ROAD' }).click();
      const paper = evaluation.page.locator('[data-picker="road"]').getByRole('link');
      assert.equal(await paper.getAttribute('href'), 'https://example.org/paper');
    });

    it('chooses models, methods with their parameters, and sets of metrics', async () => {
      await evaluation.show();
      await evaluation.page.locator('[data-picker="1.onnx"] vscode-checkbox').click();
      assert.deepEqual((await evaluation.lastSetup())?.models, ['file:///models/0.onnx', 'file:///models/1.onnx']);
      await evaluation.page.getByRole('button', { name: 'Parameters of Integrated gradients' }).click();
      await evaluation.page
        .locator('[data-picker="integrated-gradients"]')
        .getByRole('spinbutton', { name: 'Steps' })
        .fill('16');
      await evaluation.page
        .locator('[data-picker="integrated-gradients"]')
        .getByRole('button', { name: 'Add with other values' })
        .click();
      const methods = (await evaluation.lastSetup())?.methods.filter(({ id }) => id === 'integrated-gradients');
      assert.deepEqual(
        methods?.map(({ key, selected, params }) => [key, selected, params.steps]),
        [
          ['integrated-gradients', true, 16],
          ['integrated-gradients 2', true, 16],
        ],
      );
      await evaluation.page.getByRole('combobox', { name: 'Take a set of metrics' }).selectOption('usual');
      const metrics = (await evaluation.lastSetup())?.metrics.filter(({ selected }) => selected);
      assert.deepEqual(
        metrics?.map(({ id, params }) => [id, params.convention]),
        [
          ['average-drop', 'blur'],
          ['average-drop', 'blackout'],
          ['road', undefined],
        ],
      );
    });

    it('tells the formula of a metric on hover', async () => {
      await evaluation.show();
      assert.match(
        (await evaluation.page.locator('[data-picker="iou"] .choice').getAttribute('title')) ?? '',
        /overlap \/ union/,
      );
    });

    it('limits the inputs, takes a seed and another folder for the results', async () => {
      await evaluation.show();
      await evaluation.page.getByRole('spinbutton', { name: 'At most so many inputs' }).fill('50');
      await evaluation.page.getByRole('spinbutton', { name: 'Seed' }).fill('7');
      await evaluation.page.getByRole('textbox', { name: 'Results go to' }).fill('/elsewhere');
      await evaluation.page.getByRole('textbox', { name: 'Results go to' }).press('Enter');
      const last = await evaluation.lastSetup();
      assert.deepEqual([last?.limit, last?.seed, last?.out], [50, 7, '/elsewhere']);
    });

    it('runs, and saves the choices as a suite', async () => {
      await evaluation.show();
      const summary = evaluation.page.locator('.setup-box > summary');
      for (const open of [false, true]) {
        await summary.click();
        assert.equal(await evaluation.page.locator('.setup').isVisible(), open);
      }
      await evaluation.page.getByRole('button', { name: 'Run' }).click();
      assert.equal((await evaluation.panel.posted('run')).length, 1);
      await evaluation.panel.send({ kind: 'update', changes: { results: resultsOf(size) } });
      assert.equal(await evaluation.page.locator('.setup').isVisible(), false, 'what is found is in sight');
      await evaluation.page.getByRole('button', { name: 'Suite' }).click();
      await evaluation.page.getByRole('menuitem', { name: 'Save suite', exact: true }).click();
      assert.deepEqual(await evaluation.panel.posted('saveSuite'), [{ kind: 'saveSuite', elsewhere: false }]);
    });
  });

  describe('while it runs', () => {
    const { summary } = resultsOf(size);
    const started = {
      kind: 'started',
      total: 100,
      skipped: 1,
      models: ['faces-cnn'],
      methods: summary.methods.slice(0, 1),
      columns: summary.columns.slice(0, 1),
    } as const;
    const at = {
      kind: 'progress',
      done: 40,
      total: 100,
      skipped: 1,
      rate: 4.25,
      secondsLeft: 90,
      image: 'a.png',
    } as const;
    const table = {
      kind: 'table',
      done: 40,
      accuracy: [0.9],
      cells: [{ model: 0, method: 0, column: 0, mean: 0.25, images: 40 }],
    } as const;

    it('tells how far it is, how fast, how long still, and what it has found', async () => {
      await evaluation.show({ run: { state: 'running', started, progress: at, table, error: null } });
      const text = (await evaluation.page.locator('section[aria-label="Progress"]').innerText()).replace(/\s/g, ' ');
      for (const part of [
        '40 of 100 inputs',
        '4.25 per second',
        '1 min 30 s left',
        '1 left out',
        'a.png',
        'faces-cnn 90.0 %',
        '0.250',
      ])
        assert.ok(text.includes(part), `${part} in ${text}`);
      assert.equal(await evaluation.page.locator('progress').evaluate((bar: HTMLProgressElement) => bar.value), 0.4);
      await evaluation.page.getByRole('button', { name: 'Cancel' }).click();
      assert.equal((await evaluation.panel.posted('cancel')).length, 1);
      assert.equal(await evaluation.page.getByRole('button', { name: 'Run' }).isDisabled(), true);
    });

    it('keeps what was found when it is cancelled, and resumes', async () => {
      const error = { code: 'cancelled', what: 'The run was cancelled' } as const;
      await evaluation.show({ run: { state: 'cancelled', started, progress: at, table, error } });
      const text = await evaluation.page.locator('section[aria-label="Progress"]').innerText();
      assert.match(text, /Stopped at 40 of 100 inputs.*everything done is kept/);
      assert.ok(text.includes('0.250'));
      await evaluation.page.getByRole('button', { name: 'Resume' }).click();
      assert.equal((await evaluation.panel.posted('run')).length, 1);
    });

    const part = { number: 1, state: 'done', done: 6, total: 6, rate: 0, error: null } as const;
    const elsewhere = {
      parts: [
        part,
        { ...part, number: 2, state: 'running', done: 2, total: 8, rate: 1.5 },
        { ...part, number: 3, state: 'failed', done: 1, error: 'the disk is full' },
        { ...part, number: 4, state: 'waiting', done: 0, total: null },
      ],
      kind: 'evaluation',
      ...{ done: 9, total: null, skipped: 0, rate: 1.5, folder: '/data/test', array: '41', merged: false },
    } as const;
    const progressOf = async () =>
      (await evaluation.page.locator('section[aria-label="Progress"]').innerText()).replace(/[^\S\n]/g, ' ');

    it('shows the parts of a run on other machines, and cancels them', async () => {
      const progress = { ...at, done: 9, total: 0, rate: 1.5, secondsLeft: null, skipped: 0, image: '' };
      await evaluation.show({ run: { state: 'running', started, progress, table, error: null, parts: elsewhere } });
      const text = await progressOf();
      for (const said of [
        '9 inputs · 1.50 per second',
        'Parts: 1 waiting · 1 running · 1 done · 1 failed',
        'running · 2 of 8 inputs · 1.50 per second',
        'failed · 1 of 6 inputs · the disk is full',
        '0.250',
      ])
        assert.ok(text.includes(said), `${said} in ${text}`);
      await evaluation.page.getByRole('button', { name: 'Cancel' }).click();
      assert.equal((await evaluation.panel.posted('cancel')).length, 1);
    });

    it('cannot cancel parts that nobody has submitted', async () => {
      const parts = { ...elsewhere, array: null };
      await evaluation.show({ run: { state: 'running', started, progress: at, table, error: null, parts } });
      assert.equal(await evaluation.page.getByRole('button', { name: 'Cancel' }).isDisabled(), true);
    });

    it('puts parts together that are all done', async () => {
      const parts = { ...elsewhere, parts: [part], array: null };
      await evaluation.show({ run: { state: 'parted', started, progress: at, table, error: null, parts } });
      assert.match(await progressOf(), /All parts are done/);
      await evaluation.page.getByRole('button', { name: 'Merge' }).click();
      assert.equal((await evaluation.panel.posted('run')).length, 1);
    });

    it('says what stopped it', async () => {
      await evaluation.show({
        run: {
          state: 'failed',
          started,
          progress: at,
          table: null,
          error: { code: 'disk', what: 'the disk is full', where: '/data/out', next: 'Free some space' },
        },
      });
      assert.match(
        await evaluation.page.locator('section[aria-label="Progress"] [role="alert"]').innerText(),
        /the disk is full[^]*Free some space/,
      );
    });
  });

  it('keeps what is looked at, and what the host needs, over a reload', async () => {
    await evaluation.finished();
    await evaluation.page.locator('.image-head').getByRole('button', { name: 'IoU' }).click();
    const state = await evaluation.saved();
    assert.deepEqual(state.memo, { folder: 'file:///data/test', suite: null, setup, running: false });
    evaluation.close();
    await evaluation.finished({}, { state });
    assert.equal(
      await evaluation.page
        .locator('.image-head [aria-sort="descending"]')
        .innerText()
        .then((text) => text.replace(/\s/g, '')),
      'IoU↑▾',
    );
  });

  it('says what to do first, and asks for trust', async () => {
    await evaluation.show({ folder: null });
    await evaluation.page.getByRole('button', { name: 'Choose a folder…' }).click();
    assert.equal((await evaluation.panel.posted('command'))[0].command, 'evaluateFolder');
    await evaluation.panel.send({
      kind: 'document',
      document: documentOf({
        trusted: false,
        error: {
          code: 'invalid-argument',
          what: 'Models are run only in a trusted workspace',
          next: 'Trust this workspace',
        },
      }),
    });
    await evaluation.page.getByRole('button', { name: 'Manage trust' }).click();
    assert.equal((await evaluation.panel.posted('command'))[1].command, 'manageTrust');
  });

  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light'] as const) {
    for (const width of [1200, 400]) {
      it(`fits a window ${width} px wide (${theme})`, async () => {
        await evaluation.finished({}, { theme, width });
        const overflow = await evaluation.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${overflow} px too wide`);
        await evaluation.page.locator('summary', { hasText: 'Set-up' }).click();
        await evaluation.page.locator('.setup').waitFor();
        assert.ok(
          (await evaluation.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0,
        );
      });
    }
  }
});
