import assert from 'node:assert/strict';
import { columnsOf, resultsOf } from './support/evaluations';
import { EvaluationPage, size } from './support/evaluation-page';

/** Classes of the model that the folder has nothing of; they stand before those it has. */
const others = Array.from({ length: 97 }, (_, k) => `great white shark, man-eater, Carcharodon carcharias ${k}`);

/** The results and numbers of a model that knows many classes, on a folder of three. */
function ofManyClasses() {
  const results = resultsOf(size);
  const columns = columnsOf(size, 0);
  const [model] = results.summary.models;
  const classification = model.classification!;
  const none = { support: 0, precision: 0, recall: 0, f1: 0, rocAuc: null };
  const empty = (count: number): number[] => new Array<number>(count).fill(0);
  const all = others.length + classification.classes.length;
  const wider = {
    ...classification,
    classes: [...others.map((name) => ({ name, ...none })), ...classification.classes],
    confusion: [
      ...others.map(() => empty(all)),
      ...classification.confusion.map((row) => [...empty(others.length), ...row]),
    ],
  };
  const shifted = (indices: Int32Array): Int32Array => indices.map((index) => index + others.length);
  return {
    confusion: classification.confusion,
    results: {
      ...results,
      summary: { ...results.summary, models: [{ ...model, classification: wider }] },
    },
    columns: {
      ...columns,
      classes: [...others, ...columns.classes],
      label: shifted(columns.label),
      predicted: shifted(columns.predicted),
    },
  };
}

describe('an evaluation of a model that knows more classes than the folder has', () => {
  const evaluation = new EvaluationPage();
  const { results, columns, confusion } = ofManyClasses();
  const show = async (): Promise<void> => {
    await evaluation.show({ results }, { width: 1100 });
    await evaluation.panel.answer('images', { value: columns });
    await evaluation.page.locator('.image-rows .image-row').first().waitFor();
  };

  it('shows the classes that occur in the matrix, and filters by them', async () => {
    await show();
    const names = await evaluation.page.locator('.matrix-rows span').allInnerTexts();
    assert.deepEqual(names, ['glasses', 'no-glasses', 'sunglasses']);
    const matrix = evaluation.page.locator('canvas.matrix');
    await matrix.focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) await matrix.press(key);
    assert.equal(await evaluation.count(), `${confusion[0][1]} of 300`);
    await matrix.press('Enter');
    assert.equal(await evaluation.count(), '300 of 300', 'the same cell again shows all');
  });

  it('lists them with all columns beside the images', async () => {
    await evaluation.show({ results }, { width: 1030 });
    const beyond = await evaluation
      .section('Classes')
      .locator('.table-scroll')
      .evaluate((node) => node.scrollWidth - node.clientWidth);
    assert.equal(beyond, 0);
  });

  it('lists them with their numbers in sight, says how many more there are, and filters by one', async () => {
    await show();
    const section = evaluation.section('Classes');
    assert.equal(await section.locator('tbody tr').count(), 3);
    assert.match(await section.innerText(), /the worst first · 97 more have no inputs here/);
    const cells = await section
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].slice(1, 3).map((cell) => Number(cell.textContent))));
    const f1 = cells.map(([first]) => first);
    assert.deepEqual(
      f1,
      [...f1].sort((a, b) => a - b),
    );
    assert.match((await section.getByText('the worst first').getAttribute('title')) ?? '', /equally bad/);
    const heads = await section.locator('thead th').allInnerTexts();
    assert.deepEqual(
      heads.map((text) => text.replace(/\W+$/, '')),
      ['Class', 'F1', 'Recall', 'Inputs', 'Precision', 'ROC AUC'],
    );
    const box = (await section.locator('.table-scroll').boundingBox())!;
    const inputs = (await section.locator('thead th').nth(3).boundingBox())!;
    assert.ok(inputs.x + inputs.width <= box.x + box.width, 'what tells the worst is seen without scrolling');
    await section.getByRole('button', { name: 'sunglasses', exact: true }).click();
    assert.equal(await evaluation.count(), '100 of 300');
  });
});

describe('classes that are equally bad', () => {
  const evaluation = new EvaluationPage();

  it('stand in an order that is stated: the lower recall, then more inputs, then the name', async () => {
    const results = resultsOf({ images: 30, classes: 3 });
    const [model] = results.summary.models;
    const row = (name: string, f1: number, recall: number, support: number) => ({
      ...{ name, f1, recall, support, precision: recall, rocAuc: null },
    });
    // As the folder has them, which is the order of the confusion matrix.
    const classes = [row('wolf', 0, 0, 5), row('cat', 0.4, 0.5, 9), row('dog', 0, 0, 8), row('ant', 0, 0, 5)];
    const more = [row('bee', 0.4, 0.3, 2)];
    const classification = {
      ...model.classification!,
      classes: [...classes, ...more],
      confusion: [...classes, ...more].map(({ support }, i, all) => all.map((_, k) => (k === i ? support : 0))),
    };
    await evaluation.show({
      results: { ...results, summary: { ...results.summary, models: [{ ...model, classification }] } },
    });
    const names = await evaluation.section('Classes').locator('tbody th').allInnerTexts();
    assert.deepEqual(names, ['dog', 'ant', 'wolf', 'bee', 'cat']);
  });
});
