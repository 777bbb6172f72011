import assert from 'node:assert/strict';
import type { EvaluationDocument, EvaluationToHost, EvaluationToPanel } from '../../src/protocol/evaluation-panel';
import { columnsOf, documentOf, resultsOf, setup, type Size } from './support/evaluations';
import { closeBrowser, openBrowser, Panel, type PanelOptions } from './support/panel';

const size: Size = { images: 300, classes: 3 };

describe('the Evaluation panel', () => {
  let panel: Panel<EvaluationToPanel, EvaluationToHost>;
  before(openBrowser);
  after(closeBrowser);
  afterEach(async () => {
    assert.deepEqual(panel.complaints, [], 'the page complained');
    await panel.close();
  });

  const opened = async (changes: Partial<EvaluationDocument> = {}, options: PanelOptions = {}): Promise<void> => {
    panel = await Panel.open<EvaluationToPanel, EvaluationToHost>('evaluation', options);
    await panel.send({ kind: 'document', document: documentOf(changes) });
  };
  const finished = async (changes: Partial<EvaluationDocument> = {}, options: PanelOptions = {}): Promise<void> => {
    await opened({ results: resultsOf(size), ...changes }, options);
    await panel.send({ kind: 'images', model: 0, method: 0, columns: columnsOf(size, 0), error: null });
    await panel.page.locator('.image-rows .image-row').first().waitFor();
  };
  const section = (name: string) => panel.page.getByRole('region', { name, exact: true }).first();
  const lastSetup = async () => (await panel.posted('setup')).at(-1)?.setup;
  const listed = () => panel.page.locator('.image-rows .image-name').allInnerTexts();
  const count = () => panel.page.locator('.image-bar [role="status"]').innerText();

  describe('before a run', () => {
    it('shows the guessed labels, with what does not fit, and can be corrected', async () => {
      await opened();
      const text = await panel.page.locator('section[aria-label="Labels"]').innerText();
      for (const part of ['sub-folders glasses, no-glasses, sunglasses', '2 inputs have no label: odd.png', '0.onnx has no class sunglasses', '12 inputs have a mask']) assert.ok(text.includes(part), part);
      assert.equal(await panel.page.locator('.classes tr').count(), 3);
      await panel.page.getByRole('combobox', { name: 'Labels from' }).selectOption('table');
      assert.equal((await lastSetup())?.labelling, 'table');
      await panel.page.getByRole('combobox', { name: 'File', exact: true }).selectOption('old.csv');
      assert.equal((await lastSetup())?.labelling, 'table:old.csv');
      await panel.page.getByRole('combobox', { name: 'Labels from' }).selectOption('file-names');
      await panel.page.getByRole('textbox', { name: 'Pattern of names' }).fill('{label}-#');
      await panel.until('setup', 4);
      assert.equal((await lastSetup())?.labelling, 'file-names:{label}-#');
    });

    it('says why labels cannot be read, and does not start', async () => {
      await opened({ inspectionError: { code: 'invalid-argument', what: 'labels cannot be read as coco', where: '/data/test', next: 'Choose one of table, folders' } });
      assert.match(await panel.page.locator('section[aria-label="Labels"] [role="alert"]').innerText(), /labels cannot be read as coco[^]*Choose one of/);
      assert.equal(await panel.page.getByRole('button', { name: 'Run' }).isDisabled(), true);
    });

    it('chooses models, methods with their parameters, and sets of metrics', async () => {
      await opened();
      await panel.page.locator('[data-picker="1.onnx"] vscode-checkbox').click();
      assert.deepEqual((await lastSetup())?.models, ['file:///models/0.onnx', 'file:///models/1.onnx']);
      await panel.page.getByRole('button', { name: 'Parameters of Integrated gradients' }).click();
      await panel.page.locator('[data-picker="integrated-gradients"]').getByRole('spinbutton', { name: 'Steps' }).fill('16');
      await panel.page.locator('[data-picker="integrated-gradients"]').getByRole('button', { name: 'Add with other values' }).click();
      const methods = (await lastSetup())?.methods.filter(({ id }) => id === 'integrated-gradients');
      assert.deepEqual(methods?.map(({ key, selected, params }) => [key, selected, params.steps]), [['integrated-gradients', true, 16], ['integrated-gradients 2', true, 16]]);
      await panel.page.getByRole('combobox', { name: 'Take a set of metrics' }).selectOption('usual');
      const metrics = (await lastSetup())?.metrics.filter(({ selected }) => selected);
      assert.deepEqual(metrics?.map(({ id, params }) => [id, params.convention]), [['average-drop', 'blur'], ['average-drop', 'blackout'], ['road', undefined]]);
    });

    it('tells the formula of a metric on hover', async () => {
      await opened();
      assert.match((await panel.page.locator('[data-picker="iou"] .choice').getAttribute('title')) ?? '', /overlap \/ union/);
    });

    it('limits the inputs, takes a seed and another folder for the results', async () => {
      await opened();
      await panel.page.getByRole('spinbutton', { name: 'At most so many inputs' }).fill('50');
      await panel.page.getByRole('spinbutton', { name: 'Seed' }).fill('7');
      await panel.page.getByRole('textbox', { name: 'Results go to' }).fill('/elsewhere');
      await panel.page.getByRole('textbox', { name: 'Results go to' }).press('Enter');
      const last = await lastSetup();
      assert.deepEqual([last?.limit, last?.seed, last?.out], [50, 7, '/elsewhere']);
    });

    it('runs, and saves the choices as a suite', async () => {
      await opened();
      await panel.page.getByRole('button', { name: 'Run' }).click();
      assert.equal((await panel.posted('run')).length, 1);
      await panel.page.getByRole('button', { name: 'Suite' }).click();
      await panel.page.getByRole('menuitem', { name: 'Save suite', exact: true }).click();
      assert.deepEqual(await panel.posted('saveSuite'), [{ kind: 'saveSuite', elsewhere: false }]);
    });
  });

  describe('while it runs', () => {
    const started = { kind: 'started', total: 100, skipped: 1, models: ['faces-cnn'], methods: ['gradient'], metrics: ['average-drop'] } as const;
    const at = { kind: 'progress', done: 40, total: 100, skipped: 1, rate: 4.25, secondsLeft: 90, image: 'a.png' } as const;
    const table = { kind: 'table', done: 40, accuracy: [0.9], cells: [{ model: 0, method: 0, column: 'average-drop', mean: 0.25, images: 40 }] } as const;

    it('tells how far it is, how fast, how long still, and what it has found', async () => {
      await opened({ run: { state: 'running', started, progress: at, table, error: null } });
      const text = (await panel.page.locator('section[aria-label="Progress"]').innerText()).replace(/\s/g, ' ');
      for (const part of ['40 of 100 inputs', '4.25 per second', '1 min 30 s left', '1 left out', 'a.png', 'faces-cnn 90.0 %', '0.250']) assert.ok(text.includes(part), `${part} in ${text}`);
      assert.equal(await panel.page.locator('progress').evaluate((bar: HTMLProgressElement) => bar.value), 0.4);
      await panel.page.getByRole('button', { name: 'Cancel' }).click();
      assert.equal((await panel.posted('cancel')).length, 1);
      assert.equal(await panel.page.getByRole('button', { name: 'Run' }).isDisabled(), true);
    });

    it('keeps what was found when it is cancelled, and resumes', async () => {
      const error = { code: 'cancelled', what: 'The run was cancelled' } as const;
      await opened({ run: { state: 'cancelled', started, progress: at, table, error } });
      const text = await panel.page.locator('section[aria-label="Progress"]').innerText();
      assert.match(text, /Stopped at 40 of 100 inputs.*everything done is kept/);
      assert.ok(text.includes('0.250'));
      await panel.page.getByRole('button', { name: 'Resume' }).click();
      assert.equal((await panel.posted('run')).length, 1);
    });

    it('says what stopped it', async () => {
      await opened({ run: { state: 'failed', started, progress: at, table: null, error: { code: 'disk', what: 'the disk is full', where: '/data/out', next: 'Free some space' } } });
      assert.match(await panel.page.locator('section[aria-label="Progress"] [role="alert"]').innerText(), /the disk is full[^]*Free some space/);
    });
  });

  describe('with results', () => {
    it('puts the measures on top and the models side by side', async () => {
      await finished();
      const { summary } = resultsOf(size);
      const text = await panel.page.locator('.measures').innerText();
      assert.ok(text.includes(`${((summary.models[0].classification?.accuracy.mean ?? 0) * 100).toFixed(1)}\u00a0%`));
      for (const part of ['Top-5', 'F1 (macro)', 'F1 (weighted)', 'ROC AUC', 'Calibration error']) assert.ok(text.includes(part), part);
      await panel.page.getByText('All measures').click();
      assert.equal(await panel.page.locator('.all-measures tbody tr').count(), 2);
    });

    it('compares methods: intervals, the best in bold, formula on hover, sorted by a click', async () => {
      await finished();
      const table = section('Methods').locator('table');
      assert.equal(await table.locator('tbody tr').count(), 6);
      assert.match(await table.locator('thead').innerText(), /Average Drop \[%\] ↓[^]*ROAD ↑/);
      assert.equal(await table.getByRole('button', { name: 'ROAD' }).getAttribute('title'), 'least relevant minus most relevant first\nHigher is better');
      assert.equal(await table.locator('.best').count(), 8);
      assert.match(await table.locator('tbody tr').nth(1).innerText(), / … /);
      const order = () => table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => parseFloat(row.children[2].textContent ?? '')));
      await table.getByRole('button', { name: 'Average Drop' }).click();
      const rising = await order();
      assert.deepEqual(rising, [...rising].sort((a, b) => a - b), 'lower is better, so the lowest comes first');
      await table.getByRole('button', { name: 'Average Drop' }).click();
      assert.deepEqual(await order(), [...rising].reverse());
      assert.equal(await table.locator('th[aria-sort="descending"]').count(), 1);
    });

    it('hides the parts of metrics until they are wanted', async () => {
      await finished();
      const headings = section('Methods').locator('thead th');
      const before = await headings.count();
      await panel.page.getByText('Parts of metrics').click();
      assert.equal(await headings.count(), before + 1);
    });

    it('exports a table with full precision', async () => {
      await finished();
      await panel.page.getByTitle('Copy or save: Methods').click();
      await panel.page.getByRole('menuitem', { name: 'Copy as CSV' }).click();
      const [{ csv, to, name }] = await panel.posted('table');
      const { summary } = resultsOf(size);
      assert.deepEqual([name, to], ['methods', 'clipboard']);
      const [head, first] = csv.split('\n').map((line) => line.split(','));
      assert.deepEqual(head.slice(0, 5), ['method', 'model', 'average-drop', 'average-drop low', 'average-drop high']);
      assert.equal(Number(first[2]), summary.cells.find(({ model, method, column }) => model === 0 && method === 0 && column === 0)?.mean);
    });

    it('lists the inputs of a cell of the confusion matrix, by mouse and by keyboard', async () => {
      await finished();
      const { summary } = resultsOf(size);
      const matrix = panel.page.locator('canvas.matrix');
      const box = await matrix.boundingBox();
      await matrix.click({ position: { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 6 } });
      const expected = summary.models[0].classification?.confusion[0][1] ?? 0;
      assert.ok(expected > 0);
      assert.equal((await count()).replace(/\s/g, ' '), `${expected} of 300`);
      assert.match(await panel.page.locator('.matrix-readout').innerText(), new RegExp(`true glasses, predicted no-glasses: ${expected} `));
      assert.ok((await listed()).every((name) => name.startsWith('glasses/')));
      await panel.page.getByText('true glasses, predicted no-glasses ×').click();
      assert.equal(await count(), '300 of 300');
      await matrix.focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await matrix.press(key);
      const now = summary.models[0].classification?.confusion[1][2];
      assert.equal(await count(), `${now} of 300`);
    });

    it('lists the inputs of a class and of a frequent mistake', async () => {
      await finished();
      await section('Classes').getByRole('button', { name: 'sunglasses', exact: true }).click();
      assert.equal(await count(), '100 of 300');
      await panel.page.getByRole('button', { name: 'glasses taken for no-glasses', exact: true }).click();
      assert.match(await panel.page.locator('.image-rows .image-row').first().innerText(), /✗ glasses → no-glasses/);
    });

    it('sorts inputs by any number, those without one last, and explains the one clicked', async () => {
      await finished();
      const head = panel.page.locator('.image-head');
      await head.getByRole('button', { name: 'IoU' }).click();
      const { metrics, names } = columnsOf(size, 0);
      const iou = metrics[3];
      const order = [...names.keys()].filter((n) => !Number.isNaN(iou[n])).sort((a, b) => iou[b] - iou[a]);
      assert.deepEqual((await listed()).slice(0, 5), order.slice(0, 5).map((n) => names[n]));
      await panel.page.locator('.image-rows .image-name').nth(1).click();
      assert.deepEqual(await panel.posted('explain'), [{ kind: 'explain', name: names[order[1]], model: 0 }]);
    });

    it('sorts failures by how much of the attribution lies outside the mask', async () => {
      await finished();
      await panel.page.getByRole('button', { name: 'Triage' }).click();
      const { metrics, names, label, predicted } = columnsOf(size, 0);
      const inside = metrics[4];
      const wrong = [...names.keys()].filter((n) => label[n] !== predicted[n] && !Number.isNaN(inside[n])).sort((a, b) => inside[a] - inside[b]);
      assert.deepEqual((await listed()).slice(0, 4), wrong.slice(0, 4).map((n) => names[n]));
    });

    it('walks through the inputs by keyboard, thousands of them, with few rows in the page', async () => {
      const large: Size = { images: 20_000, classes: 10, models: 1 };
      await opened({ results: resultsOf(large) });
      await panel.send({ kind: 'images', model: 0, method: 0, columns: columnsOf(large, 0), error: null });
      await panel.page.locator('.image-rows .image-name').first().focus();
      await panel.page.keyboard.press('ArrowDown');
      await panel.page.keyboard.press('End');
      const focused = () => panel.page.evaluate(() => document.activeElement?.textContent);
      assert.equal(await focused(), columnsOf(large, 0).names[19_999]);
      await panel.page.keyboard.press('Home');
      assert.equal(await focused(), columnsOf(large, 0).names[0]);
      assert.ok((await panel.page.locator('.image-rows .image-row').count()) < 40);
      assert.equal(await panel.page.locator('.image-list').getAttribute('aria-rowcount'), '20001');
    });

    it('shows a matrix of many classes', async () => {
      // More classes than the canvas of a narrow window has pixels: several share one, and none is lost.
      const many: Size = { images: 900, classes: 300, models: 1 };
      await opened({ results: resultsOf(many) }, { width: 300 });
      await panel.send({ kind: 'images', model: 0, method: 0, columns: columnsOf(many, 0), error: null });
      const matrix = panel.page.locator('canvas.matrix');
      await matrix.hover({ position: { x: 100, y: 100 } });
      assert.match(await panel.page.locator('.matrix-readout').innerText(), /true class \d+, predicted class \d+/);
      const painted = await matrix.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 0 ? 1 : 0), 0);
      });
      assert.ok(painted > 200, `${painted} pixels`);
    });

    it('asks for the numbers of the model looked at, and for those alone', async () => {
      await finished();
      await panel.page.getByRole('radio', { name: /1\.onnx/ }).check();
      assert.deepEqual(await panel.until('images', 1), [{ kind: 'images', model: 1, method: 0 }], 'the first come with the results');
      await panel.send({ kind: 'images', model: 1, method: 0, columns: columnsOf(size, 1), error: null });
      const { summary } = resultsOf(size);
      const accuracy = summary.models[1].classification?.accuracy.mean ?? 0;
      assert.ok((await panel.page.locator('.measures').innerText()).includes(`${(accuracy * 100).toFixed(1)}\u00a0%`));
      await panel.page.getByRole('combobox', { name: 'Numbers of the method' }).selectOption('2');
      assert.deepEqual((await panel.until('images', 2)).at(-1), { kind: 'images', model: 1, method: 2 });
      await panel.page.getByRole('radio', { name: /0\.onnx/ }).check();
      assert.deepEqual((await panel.until('images', 3)).at(-1), { kind: 'images', model: 0, method: 2 });
    });

    it('names what was left out and opens reports', async () => {
      await finished();
      await panel.page.getByText('2 files left out').click();
      assert.match(await panel.page.locator('details', { hasText: '2 files left out' }).innerText(), /broken\.png[^]*cannot be decoded/);
      await panel.page.getByRole('button', { name: 'Report' }).click();
      await panel.page.getByRole('menuitem', { name: 'LaTeX' }).click();
      assert.deepEqual(await panel.posted('report'), [{ kind: 'report', format: 'tex' }]);
    });

    it('previews labels beside results only once the set-up is looked at', async () => {
      await finished({ inspection: null });
      assert.deepEqual(await panel.posted('inspect'), []);
      await panel.page.locator('summary', { hasText: 'Set-up' }).click();
      await panel.until('inspect', 1);
      await panel.send({ kind: 'update', changes: { inspection: documentOf().inspection } });
      assert.equal(await panel.page.locator('.classes tr').count(), 3);
      assert.equal((await panel.posted('inspect')).length, 1);
    });

    it('shows what changed since the last run', async () => {
      const difference = {
        before: { finished: 1, images: 300 },
        after: { finished: 2, images: 300 },
        remarks: ['Only the later run has the method grad-cam.'],
        models: [
          {
            name: 'faces-cnn',
            changed: true,
            hashes: ['aaaaaaaaaa', 'bbbbbbbbbb'],
            measures: [{ label: 'Accuracy', unit: null, better: 'higher', formula: 'share', before: 0.8, after: 0.9 }],
            metrics: [{ method: 'gradient', label: 'Average Drop', unit: '%', better: 'lower', formula: 'f', before: 0.2, after: 0.25, difference: { mean: 0.05, low: 0.01, high: 0.09, images: 300 } }],
            mended: [{ name: 'glasses/00000.png', label: 'glasses', before: 'no-glasses', after: 'glasses' }],
            broken: [],
            images: 300,
          },
        ],
      } as const;
      await finished({ results: resultsOf(size, { previous: true }), difference });
      const text = (await panel.page.locator('.difference-box').innerText()).replace(/\s+/g, ' ');
      for (const part of ['aaaaaaaa → bbbbbbbb', '1 wrong became right, 0 right became wrong, of 300', 'glasses: no-glasses → glasses', '0.100', 'better', '+0.05000.0100 … 0.0900worse', 'Only the later run has the method grad-cam']) assert.ok(text.includes(part), `${part} in ${text}`);
      await panel.page.getByRole('button', { name: 'Close' }).click();
      assert.equal((await panel.posted('difference')).length, 1);
    });
  });

  it('keeps what is looked at, and what the host needs, over a reload', async () => {
    await finished();
    await panel.page.locator('.image-head').getByRole('button', { name: 'IoU' }).click();
    const state = await panel.savedState();
    assert.deepEqual((state as { memo: unknown }).memo, { folder: 'file:///data/test', suite: null, setup, running: false });
    await panel.close();
    await finished({}, { state });
    assert.equal(await panel.page.locator('.image-head [aria-sort="descending"]').innerText().then((text) => text.replace(/\s/g, '')), 'IoU↑▾');
  });

  it('says what to do first, and asks for trust', async () => {
    panel = await Panel.open<EvaluationToPanel, EvaluationToHost>('evaluation');
    await panel.page.getByRole('button', { name: 'Choose a folder…' }).click();
    assert.equal((await panel.posted('command'))[0].command, 'evaluateFolder');
    await panel.send({ kind: 'document', document: documentOf({ trusted: false, error: { code: 'invalid-argument', what: 'Models are run only in a trusted workspace', next: 'Trust this workspace' } }) });
    await panel.page.getByRole('button', { name: 'Manage trust' }).click();
    assert.equal((await panel.posted('command'))[1].command, 'manageTrust');
  });

  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light'] as const) {
    for (const width of [1200, 400]) {
      it(`fits a window ${width} px wide (${theme})`, async () => {
        await finished({}, { theme, width });
        const overflow = await panel.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${overflow} px too wide`);
        await panel.page.locator('summary', { hasText: 'Set-up' }).click();
        await panel.page.locator('.setup').waitFor();
        assert.ok((await panel.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0);
      });
    }
  }
});
