import assert from 'node:assert/strict';
import type { MetricDescription } from '../../src/protocol/metric';
import type { CellQuestion } from '../../src/protocol/evaluation-panel';
import type { EvidenceQuestion } from '../../src/protocol/explain-panel';
import { PAPER } from '../support/paper';
import { themes, violations } from './support/accessibility';
import { evidence } from './support/evidence';
import { EvaluationPage } from './support/evaluation-page';
import { documentOf, done, methods } from './support/explanations';
import { ExplainPage } from './support/explain-page';
import { cutTexts } from './support/layout';

const metric = (id: string, label: string, needs: readonly string[] = ['scores']): MetricDescription => ({
  ...{ id, label, needs, paper: PAPER, better: 'higher', formula: 'a formula', params: [] },
  evidence: 'images',
});
const metrics = [metric('road', 'ROAD'), metric('iou', 'Mean IoU', ['mask']), metric('deletion', 'Deletion AUC')];

describe('what a metric did, in an evaluation', () => {
  const evaluation = new EvaluationPage();
  const sheet = () => evaluation.page.getByRole('dialog');

  async function open(width = 1200): Promise<void> {
    await evaluation.finished({ metrics }, { width });
    await evaluation.page
      .locator('.image-rows .image-row')
      .first()
      .getByRole('button', { name: /ROAD of/ })
      .click();
    await evaluation.panel.answer('evidence', { value: [evidence()] });
  }

  it('opens from the number of an image, and of no metric that shows nothing', async () => {
    await open();
    const [asked] = await evaluation.panel.asked<CellQuestion>('evidence');
    assert.deepEqual(asked, { name: (await evaluation.listed())[0], model: 0, method: 0, column: 1 });
    const row = evaluation.page.locator('.image-rows .image-row').first();
    assert.equal(await row.getByRole('button', { name: /Average Drop of/ }).count(), 0);
    assert.match(await sheet().innerText(), /ROAD · gradient · /);
  });

  for (const width of [1200, 526, 420])
    it(`has its title on two lines at most and the way out in the corner at ${width} px`, async () => {
      await open(width);
      const [box, title, close] = await Promise.all(
        [sheet(), sheet().locator('h2'), sheet().getByRole('button', { name: 'Close' })].map((one) =>
          one.boundingBox(),
        ),
      );
      assert.ok(box && title && close);
      assert.ok(title.height < 45, `${title.height} px high`);
      assert.ok(box.x + box.width - close.x - close.width < 40, 'at the right');
      assert.ok(close.y - box.y < 24, 'at the top');
      assert.ok(title.x + title.width <= close.x, 'beside the title');
    });

  it('shows every image with the number that was used of it, exactly on hovering', async () => {
    await open();
    const rows = sheet().locator('section');
    assert.deepEqual(await rows.locator('h3').allInnerTexts(), ['most relevant first', 'least relevant first']);
    const numbers = rows.first().locator('.evidence-number');
    assert.deepEqual(await numbers.allInnerTexts(), ['probability 0.222', 'probability 0.700']);
    assert.equal(await numbers.first().getAttribute('title'), '0.2222222');
    assert.equal(await sheet().locator('.evidence-value strong').getAttribute('title'), '0.123456789');
    await sheet().getByRole('button', { name: 'Copy numbers' }).click();
    const [{ text }] = await evaluation.panel.posted('copy');
    assert.match(text, /"most relevant first, 10 % kept",probability,0\.2222222/);
  });

  it('is put into the report, once there is something to put there', async () => {
    await evaluation.finished({ metrics }, { width: 1200 });
    const [row, put] = [
      evaluation.page.locator('.image-rows .image-row').first(),
      sheet().getByRole('button', { name: 'Put into the report' }),
    ];
    await row.getByRole('button', { name: /ROAD of/ }).click();
    assert.equal(await put.isDisabled(), true, 'the map is still judged');
    await evaluation.panel.answer('evidence', { value: [evidence()] });
    await sheet().locator('section').first().waitFor();
    await put.click();
    const name = (await evaluation.listed())[0];
    assert.deepEqual(await evaluation.panel.posted('keepEvidence'), [
      { kind: 'keepEvidence', name, model: 0, method: 0, column: 1 },
    ]);
  });

  it('exchanges positions as far as the slider stands', async () => {
    await open();
    const slider = sheet().getByRole('slider');
    const at = async (step: number): Promise<number[]> => {
      await slider.fill(String(step));
      return sheet()
        .getByRole('img', { name: 'The input at the slider' })
        .evaluate((canvas: HTMLCanvasElement) =>
          [0.25, 0.75].map(
            (v) => canvas.getContext('2d')!.getImageData(canvas.width / 2, v * canvas.height, 1, 1).data[0],
          ),
        );
    };
    assert.deepEqual(await at(0), [0, 0]);
    assert.deepEqual(await at(1), [200, 0]);
    assert.deepEqual(await at(2), [200, 200]);
    assert.match(await sheet().locator('output').innerText(), /step 2 of 2: 0\.100/);
  });

  it('counts the overlap of the map and the object', async () => {
    await open();
    const texts = (await sheet().locator('.evidence-row').nth(3).innerText()).replace(/\s+/g, ' ');
    assert.match(texts, /32 positions the object 32 positions overlap 0 of 64/);
  });

  for (const theme of themes)
    it(`can be read in the theme ${theme}`, async () => {
      await evaluation.finished({ metrics }, { theme, width: 900 });
      await evaluation.page
        .getByRole('button', { name: /ROAD of/ })
        .first()
        .click();
      await evaluation.panel.answer('evidence', { value: [evidence()] });
      assert.deepEqual(await violations(evaluation.page), []);
      assert.deepEqual(await cutTexts(evaluation.page, '.evidence'), []);
    });
});

describe('what a metric does with a card', () => {
  const explain = new ExplainPage();
  const sheet = () => explain.page.getByRole('dialog');

  it('is asked of the metric that is chosen, and closes with the card', async () => {
    await explain.show(documentOf({ methods, cards: [done('grad-cam')] }));
    await explain
      .card('grad-cam')
      .getByRole('button', { name: /What a metric does/ })
      .click();
    await explain.panel.answer('metrics', { value: metrics });
    await explain.panel.answer('evidence', { value: [evidence({ asked: '' })] });
    const picker = sheet().getByRole('combobox', { name: 'Metric' });
    assert.deepEqual(await picker.locator('option').allInnerTexts(), ['ROAD', 'Deletion AUC'], 'no object is marked');
    await picker.selectOption('deletion');
    await explain.panel.answer('evidence', { value: [evidence({ asked: '', trials: [] })] });
    assert.deepEqual(
      (await explain.panel.asked<EvidenceQuestion>('evidence')).map(({ metric: { metric: id } }) => id),
      ['road', 'deletion'],
    );
    assert.equal(await sheet().locator('section').count(), 0);
    await explain.panel.send({ kind: 'update', changes: { cards: [] } });
    assert.equal(await sheet().count(), 0);
  });
});
