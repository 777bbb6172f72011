import assert from 'node:assert/strict';
import type { Judgement } from '../../src/protocol/judgement';
import { resultsOf } from './support/evaluations';
import { EvaluationPage, size } from './support/evaluation-page';

const column = (id: string, label: string) => ({
  id,
  label,
  formula: `how ${label} is counted`,
  better: 'higher' as const,
});
const JUDGEMENT: Judgement = {
  task: 'detection',
  measures: [
    { ...column('ap', 'AP'), value: 0.4321 },
    { ...column('ap-small', 'AP, small objects'), value: null },
  ],
  parts: {
    heading: 'Class',
    columns: [column('objects', 'Objects'), column('ap', 'AP')],
    rows: [
      { name: 'cat', values: [3, 0.25] },
      { name: 'dog', values: [0, null] },
    ],
  },
  confusion: null,
  errors: [
    {
      id: 'class',
      label: 'Class',
      meaning: 'of another class',
      count: 1,
      examples: [{ name: 'cat/2.png', index: 1, label: 'dog', score: 0.91, corners: [1, 2, 30, 40] }],
    },
    {
      id: 'missed',
      label: 'Missed',
      meaning: 'nothing lies on the object',
      count: 2,
      examples: [{ name: 'cat/1.png', index: 0, label: 'cat', score: null, corners: [5, 5, 9, 9] }],
    },
  ],
  worst: { measure: 'F1 of its boxes', images: [{ name: 'cat/1.png', value: 0.5, remark: 'missed: cat' }] },
};

describe('the Evaluation panel with results of another task than classes', () => {
  const evaluation = new EvaluationPage();

  it('shows what the model is judged by, per class, its errors and its worst inputs', async () => {
    const { summary, ...results } = resultsOf({ ...size, models: 1 });
    const models = summary.models.map((model) => ({ ...model, classification: null, judgement: JUDGEMENT }));
    await evaluation.show({ results: { ...results, images: false, summary: { ...summary, models } } });
    const measures = await evaluation.page.locator('.measures').innerText();
    assert.match(measures, /AP\s+0\.432/);
    assert.match(measures, /AP, small objects\s+—/);
    const texts = async (name: string) =>
      (await evaluation.section(name).locator('tbody tr').allInnerTexts()).map((row) => row.split(/\s*\t\s*/));
    assert.deepEqual(await texts('By class'), [
      ['cat', '3', '0.250'],
      ['dog', '0', '—'],
    ]);
    assert.deepEqual(await texts('What is wrong'), [
      ['Class', '1', 'of another class'],
      ['Missed', '2', 'nothing lies on the object'],
    ]);
    assert.deepEqual(await texts('Wrong boxes'), [
      ['cat/2.png', 'Class', 'dog', '0.91'],
      ['cat/1.png', 'Missed', 'cat', '—'],
    ]);
    assert.deepEqual(await texts('Worst inputs'), [['cat/1.png', '0.500', 'missed: cat']]);
    for (const name of ['Classes', 'Reliability'])
      assert.equal(await evaluation.section(name).isVisible(), false, name);
  });

  const show = async (judgement: Judgement) => {
    const { summary, ...results } = resultsOf({ ...size, models: 1 });
    const models = summary.models.map((model) => ({ ...model, classification: null, judgement }));
    await evaluation.show({ results: { ...results, images: false, summary: { ...summary, models } } });
  };

  it('lists the boxes of a kind of error, and explains one', async () => {
    await show(JUDGEMENT);
    const kind = evaluation.section('What is wrong').getByRole('button', { name: 'Missed' });
    await kind.click();
    const boxes = evaluation.section('Wrong boxes');
    assert.equal(await boxes.locator('tbody tr').count(), 1);
    assert.equal(await kind.getAttribute('aria-pressed'), 'true');
    await boxes.getByRole('button', { name: 'cat/1.png' }).click();
    const [asked] = await evaluation.panel.until('explain', 1);
    assert.deepEqual([asked.name, asked.box], ['cat/1.png', { index: 0, corners: [5, 5, 9, 9] }]);
    await kind.click();
    assert.equal(await boxes.locator('tbody tr').count(), 2);
    await evaluation.section('Worst inputs').getByRole('button', { name: 'cat/1.png' }).click();
    assert.equal((await evaluation.panel.until('explain', 2))[1].box, undefined);
  });

  it('shows what pixels are taken for', async () => {
    const confused = {
      unit: 'pixels',
      names: ['sky', 'sea'],
      counts: [
        [5, 2],
        [0, 9],
      ],
    };
    await show({ ...JUDGEMENT, task: 'segmentation', errors: [], confusion: confused });
    const matrices = evaluation.page.getByRole('region', { name: 'Confusion matrix' });
    const shown = matrices.filter({ hasText: 'sky taken for sea' });
    assert.ok(await shown.isVisible());
  });

  it('draws the errors of estimates over what is true, and explains a point', async () => {
    const inputs = ['a.png', 'b.png', 'c.png'];
    const quantities = [{ name: 'age', truth: [10, 20, 40], predicted: [12, 20, 30] }];
    await show({ ...JUDGEMENT, task: 'regression', errors: [], estimates: { inputs, quantities } });
    const points = evaluation.section('Residuals').locator('.point');
    assert.equal(await points.count(), 3);
    const heights = await points.evaluateAll((all) => all.map((one) => Number(one.getAttribute('cy'))));
    assert.ok(heights[0] < heights[1] && heights[1] < heights[2], 'what is too large stands above');
    await points.last().click();
    assert.equal((await evaluation.panel.until('explain', 1))[0].name, 'c.png');
    await points.first().focus();
    for (const key of ['End', 'ArrowLeft', 'Enter']) await evaluation.page.keyboard.press(key);
    assert.equal((await evaluation.panel.until('explain', 2))[1].name, 'b.png');
    const told = evaluation.section('Residuals').locator('.plot-told');
    assert.equal(await told.innerText(), 'b.png: true 20.0, predicted 20.0');
    assert.equal(await evaluation.section('Residuals').locator('.point[tabindex="0"]').count(), 1, 'one stop of Tab');
  });

  it('says what estimates are measured in, at the axes and beside the figures', async () => {
    const quantities = [{ name: 'age (years)', unit: 'years', truth: [10, 20, 40], predicted: [12, 20, 30] }];
    const measures = JUDGEMENT.measures.map((measure) => ({ ...measure, unit: 'years' }));
    const inputs = ['a.png', 'b.png', 'c.png'];
    await show({ ...JUDGEMENT, measures, task: 'regression', errors: [], estimates: { inputs, quantities } });
    assert.deepEqual(await evaluation.section('Residuals').locator('.axis').allTextContents(), [
      'true age (years)',
      'predicted − true (years)',
    ]);
    assert.match(await evaluation.page.locator('.measures').innerText(), /years/);
  });

  it('has none of it for classifiers', async () => {
    await evaluation.finished();
    for (const name of ['By class', 'What is wrong', 'Wrong boxes', 'Residuals', 'Worst inputs'])
      assert.equal(await evaluation.section(name).isVisible(), false, name);
  });
});
