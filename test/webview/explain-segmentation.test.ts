import assert from 'node:assert/strict';
import { ExplainPage } from './support/explain-page';
import { done, prediction } from './support/explanations';

describe('segmentation in the Explain panel', () => {
  const explain = new ExplainPage();
  const classes = Uint16Array.from({ length: 64 * 64 }, (_, i) => (i < 400 ? 1 : 0));
  const scene = prediction({
    predictions: ['background', 'dog', 'cat'].map((label, index) => ({
      index,
      label,
      probability: [0.9, 0.1, 0][index],
      logit: 1,
    })),
    dense: { height: 64, width: 64, classes },
  });

  it('explains the largest object, not what is around it', async () => {
    await explain.show({ prediction: scene, cards: [done('grad-cam')] });
    assert.match(await explain.page.locator('.target-button').innerText(), /^dog/);
    assert.match(await explain.card('grad-cam').innerText(), /dog/);
    await explain.openTarget();
    await explain.page.getByRole('radio', { name: /^background/ }).check();
    assert.equal((await explain.panel.until('target', 1))[0].target, 0);
  });

  it('shows which pixel was chosen', async () => {
    await explain.show({ prediction: scene, cards: [] });
    await explain.page.getByRole('radio', { name: 'One pixel' }).check();
    const canvas = explain.page.locator('.input-view canvas');
    const box = (await canvas.boundingBox())!;
    const [x, y] = [box.x + 0.5 * box.width, box.y + 0.25 * box.height];
    await explain.page.mouse.click(x, y);
    await explain.page.mouse.move(x, y + 400);
    await explain.page.waitForTimeout(100);
    const white = await canvas.evaluate((node: HTMLCanvasElement) => {
      const { width, height } = node;
      const { data } = node.getContext('2d')!.getImageData(width / 2 - 15, height / 4 - 15, 30, 30);
      return Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 3)).filter((rgb) =>
        rgb.every((value) => value > 240),
      ).length;
    });
    assert.ok(white > 40, `${white} white pixels of a ring`);
    assert.equal(await explain.page.locator('.enlarged').count(), 0, 'a click that paints enlarges nothing');
  });
});
