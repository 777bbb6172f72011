import assert from 'node:assert/strict';
import { themes, toTheme, violations } from './support/accessibility';
import { documentOf } from './support/evaluation-documents';
import { EvaluationPage } from './support/evaluation-page';
import { judgedColumns, judgedResults } from './support/judged-evaluations';
import { cutTexts } from './support/layout';

const size = { images: 12, classes: 2, models: 2 };

describe('the images of an evaluation of segmenters', () => {
  const evaluation = new EvaluationPage();
  const tiles = () => evaluation.page.locator('.tile');
  const columns = judgedColumns(size);
  const show = async (options = {}): Promise<void> => {
    const metrics = documentOf().metrics.map((metric) => ({ ...metric, evidence: 'images' }));
    await evaluation.show({ results: judgedResults(size), metrics }, options);
    await evaluation.panel.answer('images', { value: columns });
    await tiles().first().waitFor();
  };

  it('stand there the worst first, with what is wrong, and a click explains', async () => {
    await show();
    const [worst] = await tiles().all();
    assert.deepEqual(await worst.locator('.tile-text').allInnerTexts(), [
      'Mean IoU 0.125',
      '100 pixels of sky are taken for sea',
    ]);
    assert.equal(await worst.locator('img').count(), 1);
    assert.match((await worst.getAttribute('aria-label')) ?? '', /Mean IoU 0\.125, 100 pixels of sky/);
    await worst.click();
    const [asked] = await evaluation.panel.until('explain', 1);
    assert.deepEqual([asked.name, asked.truths[0], asked.method], [columns.names[2], null, 0]);
    assert.equal(asked.names[1], columns.names[11], 'the second worst comes next');
  });

  it('are walked through and explained by keys', async () => {
    await show();
    await tiles().first().focus();
    for (const key of ['ArrowRight', 'Enter']) await evaluation.page.keyboard.press(key);
    assert.equal((await evaluation.panel.until('explain', 1))[0].name, columns.names[11]);
  });

  it('are listed with every number, and a number leads to what its metric did', async () => {
    await show();
    const heads = await evaluation.page.locator('.image-head [role="columnheader"]').allInnerTexts();
    assert.deepEqual(
      heads.slice(1, 4).map((text) => text.trim()),
      ['Input', 'Mean IoU ↑', 'Errors ↓'],
    );
    const row = evaluation.page.locator('.image-rows .image-row').first();
    assert.deepEqual((await row.locator('.numeric').allInnerTexts()).slice(0, 2), ['0.125', '2']);
    await evaluation.page.getByRole('button', { name: /^Errors/ }).click();
    assert.deepEqual((await evaluation.listed())[0], columns.names[0], 'the fewest errors first');
    await evaluation.page
      .getByRole('button', { name: /Average Drop of .*what the metric did/ })
      .first()
      .click();
    const [question] = await evaluation.panel.asked<{ readonly name: string; readonly column: number }>('evidence');
    assert.deepEqual([question.name, question.column], [columns.names[0], 0]);
  });

  it('stand below the numbers of each class under both models', async () => {
    await show();
    const table = evaluation.section('By class, models side by side');
    const rows = async () => (await table.locator('tbody tr').allInnerTexts()).map((text) => text.split(/\s*\t\s*/));
    assert.deepEqual(await rows(), [
      ['sky', '0.250', '0.750'],
      ['sea', '0.500', '0.500'],
    ]);
    assert.deepEqual(await table.locator('.best').allInnerTexts(), ['0.750']);
    await table.getByRole('combobox', { name: 'Measure' }).selectOption('Pixels');
    assert.deepEqual(await rows(), [
      ['sky', '700', '700'],
      ['sea', '900', '900'],
    ]);
    const measures = await evaluation.page.locator('.measures').innerText();
    assert.match(measures, /Mean IoU\s+0\.375\s+Mean Dice\s+0\.750\s+Pixel accuracy\s+0\.875/);
    assert.deepEqual(
      (await evaluation.section('Worst inputs').locator('tbody tr').first().innerText()).split(/\s*\t\s*/),
      [columns.names[2], '0.125', '100 pixels of sky are taken for sea'],
    );
    assert.ok(await evaluation.page.getByRole('region', { name: 'Confusion matrix' }).last().isVisible());
  });

  it('fit 480 px in every theme', async () => {
    await show({ width: 480 });
    for (const theme of themes) {
      await toTheme(evaluation.page, theme);
      assert.deepEqual(await violations(evaluation.page, theme === themes[0] ? 'all' : 'colors'), [], theme);
    }
    assert.equal(await evaluation.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(await cutTexts(evaluation.page, '.results'), []);
  });
});
