import assert from 'node:assert/strict';
import type { InputBesideView } from '../../src/protocol/prediction';
import type { ExplainDocument } from '../../src/protocol/explain-document';
import { ExplainPage } from './support/explain-page';
import { done, image, map, prediction } from './support/explanations';

const right: InputBesideView = { name: 'right', image: image(), signal: null, file: 'a-right.png', explained: true };
const facts: InputBesideView = {
  name: 'facts',
  image: null,
  signal: { dims: [1, 3], data: Float32Array.of(61, 0, 2.5) },
  labels: ['age', 'sex', 'dose'],
  explained: true,
};
const shares = { dims: [1, 3], data: Float32Array.of(0.5, 0, -1) };
const inputs: NonNullable<ExplainDocument['modelInputs']> = {
  all: [
    { name: 'left', type: 'float32', shape: ['batch', 3, 64, 64] },
    { name: 'right', type: 'float32', shape: ['batch', 3, 64, 64] },
    { name: 'facts', type: 'float32', shape: ['batch', 3] },
  ],
  stated: {},
};

describe('inputs beside the image in the Explain panel', () => {
  const explain = new ExplainPage();
  const shown = () =>
    explain.show({
      prediction: prediction({ beside: [right, facts] }),
      cards: [
        done('grad-cam', {
          beside: [
            { name: 'right', map: map(1, false) },
            { name: 'facts', map: null, reason: 'a vector has no layer' },
          ],
        }),
        done('integrated-gradients', {
          beside: [
            { name: 'right', map: map(3, true) },
            { name: 'facts', map: shares },
          ],
        }),
      ],
    });

  it('are seen with the image, and with a map of each on every card', async () => {
    await shown();
    const beside = explain.page.locator('.input-view .input-beside');
    assert.equal(await beside.count(), 2);
    assert.match(await beside.first().innerText(), /right · a-right\.png/);
    const colors = (card: string): Promise<string> =>
      explain.page
        .locator(`${card} .input-beside canvas`)
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const { width, height } = canvas;
          return [...canvas.getContext('2d')!.getImageData((23 / 64) * width, (28 / 64) * height, 1, 1).data].join();
        });
    const plain = await colors('.input-view');
    assert.notEqual(await colors('[data-method="grad-cam"]'), plain);
    assert.notEqual(await colors('[data-method="integrated-gradients"]'), plain);
    assert.match(await explain.card('grad-cam').locator('.input-beside').last().innerText(), /a vector has no layer/);
  });

  it('are bars with names where they are numbers, to either side of nothing', async () => {
    await shown();
    const rows = explain.card('integrated-gradients').getByRole('listitem');
    assert.deepEqual(await rows.locator('.vector-name').allInnerTexts(), ['age', 'sex', 'dose']);
    assert.match((await rows.allInnerTexts())[0], /61(\.0)?\s+0\.500/);
    const fills = await rows
      .locator('.vector-fill')
      .evaluateAll((all) => all.map((one) => [(one as HTMLElement).style.inlineSize, one.getAttribute('data-sign')]));
    assert.deepEqual(fills, [
      ['25%', 'positive'],
      ['0%', 'positive'],
      ['50%', 'negative'],
    ]);
    await explain.page.setViewportSize({ width: 480, height: 800 });
    await explain.page.waitForFunction(() => document.documentElement.scrollWidth <= 480);
  });

  it('are stated in a form: a file beside the image, columns of a table, numbers', async () => {
    await explain.show({ modelInputs: inputs });
    await explain.page.getByRole('button', { name: '3 inputs' }).click();
    const form = explain.page.getByRole('dialog', { name: 'Inputs of the model' });
    assert.equal(await form.getByLabel('What left is').inputValue(), 'image');
    assert.match(await form.getByRole('status').innerText(), /Say what right is/);
    await form.getByLabel('What right is').selectOption('beside');
    await form.getByLabel(/^right: Its name/).fill('{name}-right.png');
    await form.getByLabel('What facts is').selectOption('table');
    await form.getByLabel('facts: Table').fill('facts.csv');
    await form.getByLabel('facts: Columns').fill('age, sex, dose');
    await form.getByRole('button', { name: 'Save and explain' }).click();
    const [{ stated }] = await explain.panel.until('stateInputs', 1);
    assert.deepEqual(stated, {
      right: { beside: '{name}-right.png' },
      facts: { table: 'facts.csv', columns: ['age', 'sex', 'dose'] },
    });
  });

  it('are asked for where the model cannot run without them', async () => {
    const error = { code: 'unsupported-model', what: 'the model has 3 inputs (left, right, facts)' } as const;
    await explain.show({ modelInputs: inputs, prediction: null, cards: [], error });
    await explain.page.getByRole('button', { name: 'State the inputs…' }).click();
    assert.ok(await explain.page.getByRole('dialog', { name: 'Inputs of the model' }).isVisible());
  });
});
