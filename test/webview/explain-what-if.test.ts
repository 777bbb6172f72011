import assert from 'node:assert/strict';
import type { Raster } from '../../src/protocol/raster';
import type { WhatIfResult } from '../../src/protocol/what-if';
import { themes, toTheme, violations } from './support/accessibility';
import { ExplainPage } from './support/explain-page';
import { done, prediction, predictions, size } from './support/explanations';

const answer: WhatIfResult = {
  before: { predictions, link: undefined },
  after: { predictions: predictions.map((one, i) => ({ ...one, probability: i === 0 ? 0.5 : one.probability })) },
  change: -1.5,
  expected: [
    { card: 'integrated-gradients', rule: 'sum', change: -1.2 },
    { card: 'grad-cam', rule: 'none', change: null },
  ],
  changed: 0.03,
};

describe('what if the image were another, in Explain', () => {
  const explain = new ExplainPage();
  const tools = () => explain.page.locator('.what-if');
  const canvas = () => tools().locator('canvas.stage-canvas');
  const button = (name: string) => tools().getByRole('button', { name, exact: true });
  const edit = (title: RegExp) => tools().getByRole('radio', { name: title });
  const open = async (width = 1400): Promise<void> => {
    await explain.show(
      { prediction: prediction(), cards: [done('grad-cam'), done('integrated-gradients')] },
      { width },
    );
    await button('Change the image').click();
  };
  /** Keyboard strokes in the middle of the image. */
  const stroke = async (): Promise<void> => {
    await canvas().focus();
    await explain.page.keyboard.press('Space');
  };
  const asked = async (count: number): Promise<Raster[]> => {
    const all: Raster[] = [];
    for (let i = 1; i <= count; i++) {
      all.push((await explain.panel.asked<Raster>('whatIf', i))[i - 1]);
      await explain.panel.answer('whatIf', { value: answer }, i - 1);
    }
    return all;
  };
  const at = ({ rgba }: Raster, x: number, y: number): number[] => [
    ...Object.values(rgba).slice(4 * (y * size + x), 4 * (y * size + x) + 3),
  ];

  it('asks with every stroke, and shows what the model says beside what the maps say of it', async () => {
    await open();
    await stroke();
    const [copy] = await asked(1);
    assert.deepEqual(at(copy, 32, 32), [128, 128, 128]);
    const result = tools().locator('.what-if-result');
    await result.getByRole('table').waitFor();
    const text = (await result.innerText()).replace(/\s+/g, ' ');
    assert.match(text, /logit of glasses: −1\.50, 3\.0 % of the image changed, \d+ ms/);
    assert.match(text, /glasses 50\.0 % ▼ −21\.0 pp/);
    assert.match(text, /Integrated gradients −1\.20 0\.300 − Σ of what it gives/);
    assert.match(text, /Grad-CAM — — nothing: its values compare/);
  });

  it('takes a stroke back and makes it again, and goes back to the image as it was', async () => {
    await open();
    await stroke();
    const [painted] = await asked(1);
    await explain.page.keyboard.press('Control+z');
    const [, undone] = [painted, (await explain.panel.asked<Raster>('whatIf', 2))[1]];
    await explain.panel.answer('whatIf', { value: answer });
    assert.notDeepEqual(at(undone, 32, 32), [128, 128, 128]);
    await explain.page.keyboard.press('Control+Shift+z');
    const redone = (await explain.panel.asked<Raster>('whatIf', 3))[2];
    await explain.panel.answer('whatIf', { value: answer });
    assert.deepEqual(at(redone, 32, 32), [128, 128, 128]);
    await button('Reset').click();
    const reset = (await explain.panel.asked<Raster>('whatIf', 4))[3];
    await explain.panel.answer('whatIf', { value: answer });
    assert.deepEqual(at(reset, 32, 32), at(undone, 32, 32));
  });

  it('inpaints by asking, blurs, fills, and copies from one place to another', async () => {
    await open();
    await edit(/as the metric ROAD/).check({ force: true });
    await stroke();
    const [question] = await explain.panel.asked<{ mask: { data: Record<string, number> }; raster: Raster }>('inpaint');
    assert.equal(Object.values(question.mask.data).filter(Boolean).length > 4, true);
    const rgba = new Uint8ClampedArray(4 * size * size).fill(7);
    await explain.panel.answer('inpaint', { value: { width: size, height: size, rgba } });
    const [filled] = await asked(1);
    assert.deepEqual(at(filled, 32, 32), [7, 7, 7]);
    await button('Reset').click();
    const original = (await explain.panel.asked<Raster>('whatIf', 2))[1];
    await explain.panel.answer('whatIf', { value: answer });
    await edit(/says where to/).check({ force: true });
    await stroke();
    for (let i = 0; i < 4; i++) await explain.page.keyboard.press('ArrowDown');
    await explain.page.keyboard.press('Space');
    const moved = (await explain.panel.asked<Raster>('whatIf', 3))[2];
    await explain.panel.answer('whatIf', { value: answer });
    assert.deepEqual(at(moved, 32, 32), at(original, 32, 32), 'it stays where it was');
    assert.deepEqual(at(moved, 32, 44), at(original, 32, 32), 'and is there once more');
  });

  it('is kept as a new image, and says where', async () => {
    await open();
    assert.equal(await button('Keep as a new image').isDisabled(), true);
    await stroke();
    await asked(1);
    await button('Keep as a new image').click();
    await explain.panel.answer('keepImage', { value: 'a-changed.png' });
    await explain.page.getByText('The changed image was kept as a-changed.png.').waitFor();
  });

  it('asks only for the newest while an answer is awaited, and says what went wrong', async () => {
    await open();
    for (let i = 0; i < 3; i++) {
      await stroke();
      await explain.page.keyboard.press('ArrowRight');
    }
    assert.equal((await explain.panel.asked('whatIf')).length, 1);
    await explain.panel.answer('whatIf', { error: { code: 'out-of-memory', what: 'the model does not fit' } });
    await explain.page.getByText('the model does not fit').waitFor();
    assert.equal((await explain.panel.asked('whatIf', 2)).length, 2);
  });

  it('fits into a narrow panel, in every theme, without a fault of accessibility', async () => {
    for (const width of [1400, 480]) {
      await open(width);
      await stroke();
      await asked(1);
      const beyond = await explain.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(beyond <= 0, `${width}: ${beyond} px too wide`);
      assert.deepEqual(await violations(explain.page), []);
      for (const theme of themes) {
        await toTheme(explain.page, theme);
        assert.deepEqual(await violations(explain.page, 'colors'), [], `${theme} at ${width}`);
      }
      explain.close();
    }
  });
});
