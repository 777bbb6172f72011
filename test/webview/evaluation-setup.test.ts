import assert from 'node:assert/strict';
import type { FolderInspection } from '../../src/protocol/folder';
import type { TaskId } from '../../src/protocol/task';
import { documentOf, setup } from './support/evaluation-documents';
import { resultsOf } from './support/evaluations';
import { EvaluationPage, size } from './support/evaluation-page';

describe('the Evaluation panel before a run', () => {
  const evaluation = new EvaluationPage();

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

  it('lists the labels of models that tell several, and offers no way without where there is none', async () => {
    const inspection = documentOf().inspection!;
    const option = { takes: null, files: [], fits: true };
    const told = (task: TaskId, classes: FolderInspection['classes']): FolderInspection => ({
      ...inspection,
      classes,
      options: [
        { ...option, id: 'table', label: 'A table' },
        { ...option, id: 'folders', label: 'Class sub-folders', fits: false },
      ],
      models: inspection.models.map((model) => ({ ...model, task, problem: null })),
    });
    const red = { name: 'red', images: 2, examples: [], unknownTo: [] };
    await evaluation.show({ inspection: told('multi-label', [red]) });
    const ways = () => evaluation.page.getByRole('combobox', { name: 'Labels from' }).locator('option').allInnerTexts();
    assert.deepEqual(await ways(), ['Guess', 'A table', 'Class sub-folders (none found)', 'No labels']);
    assert.match(await evaluation.page.locator('.classes tr').innerText(), /red\s+2/);
    await evaluation.panel.send({ kind: 'update', changes: { inspection: told('segmentation', []) } });
    assert.deepEqual((await ways()).at(-1), 'Class sub-folders (none found)');
    assert.doesNotMatch(await evaluation.page.locator('.setup-summary').innerText(), /0 classes/);
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

  it('says that models are looked for, and only afterwards that there are none', async () => {
    await evaluation.show({ models: [], searching: true });
    const models = evaluation.section('Models');
    assert.match(await models.innerText(), /Looking for models in this workspace/);
    assert.doesNotMatch(await models.innerText(), /No model was found/);
    await evaluation.panel.send({ kind: 'update', changes: { searching: false } });
    assert.match(await models.innerText(), /No model was found/);
  });

  it('keeps the size of boxes beside names of two lines, and says by a shadow that a list goes on', async () => {
    const label = 'Gradient SHAP of many baselines (expected gradients)';
    const named = documentOf().methods.map((method, i) => (i === 1 ? { ...method, label } : method));
    await evaluation.show({ methods: named }, { width: 900 });
    const sizes = await evaluation.page
      .locator('section[aria-label="Methods"] .choice > vscode-checkbox')
      .evaluateAll((all) => all.map((one) => one.shadowRoot?.querySelector('[part="control"]')?.clientWidth));
    assert.equal(new Set(sizes).size, 1, sizes.join());
    const shadow = await evaluation.page
      .locator('.setup .choices')
      .first()
      .evaluate((node) => getComputedStyle(node).backgroundImage);
    assert.match(shadow, /gradient/);
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
