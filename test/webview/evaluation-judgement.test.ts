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
  errors: [{ id: 'missed', label: 'Missed', meaning: 'nothing lies on the object', count: 2 }],
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
    assert.deepEqual(await texts('What is wrong'), [['Missed', '2', 'nothing lies on the object']]);
    assert.deepEqual(await texts('Worst inputs'), [['cat/1.png', '0.500', 'missed: cat']]);
    for (const name of ['Classes', 'Reliability', 'Images', 'Inputs'])
      assert.equal(await evaluation.section(name).isVisible(), false, name);
  });

  it('has none of it for classifiers', async () => {
    await evaluation.finished();
    for (const name of ['By class', 'What is wrong', 'Worst inputs'])
      assert.equal(await evaluation.section(name).isVisible(), false, name);
  });
});
