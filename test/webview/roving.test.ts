import assert from 'node:assert/strict';
import { EvaluationPage } from './support/evaluation-page';
import { FiltersPage } from './support/filters-page';
import { comparisonOf } from './support/comparisons';
import { comparisonPage, modelPage } from './support/panel-pages';
import type { TestedPage } from './support/tested-page';

type Shown = Pick<TestedPage<never, never, { kind: string }>, 'page'>;

/** What a screen reader says of the control that has the focus. */
const focused = ({ page }: Shown): Promise<string> =>
  page.evaluate(() => {
    const { activeElement: one } = document;
    return one?.getAttribute('aria-label') ?? one?.textContent?.trim() ?? '';
  });
const press = ({ page }: Shown, ...keys: string[]): Promise<void> =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

describe('groups that are one stop of the Tab key', () => {
  const evaluation = new EvaluationPage();
  const filters = new FiltersPage();
  const comparison = comparisonPage();
  const model = modelPage();

  it('are walked in lines, too: from the headings of a table to its rows, and back', async () => {
    await evaluation.finished();
    const classes = evaluation.section('Classes');
    await classes.getByRole('button', { name: /^Class/ }).focus();
    await press(evaluation, 'ArrowDown');
    assert.equal(await focused(evaluation), 'glasses');
    await press(evaluation, 'ArrowDown', 'ArrowDown', 'ArrowUp');
    assert.equal(await focused(evaluation), 'no-glasses');
    await press(evaluation, 'ArrowUp', 'ArrowUp', 'ArrowRight');
    assert.match(await focused(evaluation), /^F1/);
    await press(evaluation, 'Enter');
    assert.match(await focused(evaluation), /^F1/, 'sorting keeps the place');
    await press(evaluation, 'Tab', 'Shift+Tab');
    assert.match(await focused(evaluation), /^F1/, 'comes back to where it was');
  });

  it('leave the arrows to a field until its end, and to lists what ↑ and ↓ choose', async () => {
    await evaluation.finished();
    const bar = evaluation.page.locator('.image-bar');
    await bar.getByRole('textbox', { name: 'Search inputs' }).focus();
    await evaluation.page.keyboard.type('ab');
    await press(evaluation, 'ArrowLeft', 'ArrowRight');
    assert.equal(await focused(evaluation), 'Search inputs');
    await press(evaluation, 'Home', 'ArrowLeft');
    assert.equal(await focused(evaluation), 'Numbers of the method');
    await press(evaluation, 'ArrowDown');
    assert.equal(await focused(evaluation), 'Numbers of the method');
  });

  it('hold the lines of a list of methods; a form of one keeps its own stops', async () => {
    await comparison.show(await comparisonOf());
    const list = comparison.page.locator('.choices');
    await comparison.page
      .locator('.setup-bar')
      .getByRole('button', { name: /^Methods/ })
      .click();
    const box = (name: string) => list.getByRole('checkbox', { name });
    await box('Grad-CAM').focus();
    await press(comparison, 'ArrowDown');
    assert.equal(await focused(comparison), 'Integrated gradients');
    await press(comparison, 'ArrowRight', 'Enter');
    assert.equal(await focused(comparison), 'Parameters of Integrated gradients');
    await list.getByRole('spinbutton', { name: 'Steps' }).focus();
    await press(comparison, 'Tab');
    assert.notEqual(await focused(comparison), 'Occlusion');
    assert.equal(await comparison.page.evaluate(() => document.activeElement?.closest('.parameters') !== null), true);
  });

  it('pass what is folded, and unfold it', async () => {
    await model.show();
    const groups = model.page.locator('.layer-group:visible');
    await groups.first().focus();
    await press(model, 'ArrowDown');
    assert.match(await focused(model), /^layer2/);
    await press(model, 'Enter');
    assert.equal(
      await groups
        .nth(1)
        .locator('..')
        .evaluate((node) => (node as HTMLDetailsElement).open),
      false,
    );
  });

  it('are the display settings of Filters, whose numbers keep the arrows', async () => {
    await filters.show();
    const bar = filters.page.getByRole('toolbar', { name: 'Display' });
    const stops = await bar.evaluate((node) =>
      [...node.querySelectorAll<HTMLElement>('[tabindex="0"]')].map((one) => one.localName),
    );
    assert.deepEqual(stops.filter((one) => one !== 'input').length <= 1, true, stops.join());
  });
});
