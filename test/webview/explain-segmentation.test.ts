import assert from 'node:assert/strict';
import { ExplainPage } from './support/explain-page';
import { done, prediction, size } from './support/explanations';
import { segmentation } from './support/detections';

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

  describe('the classes of its positions', () => {
    const rows = () => explain.page.getByRole('listbox', { name: 'Classes in the image' }).getByRole('option');
    const chosen = () => explain.page.locator('.class-row[aria-selected="true"]').innerText();
    /** Colour of a pixel of the image as it is on the input's canvas. */
    const color = async (x: number, y: number): Promise<number[]> => {
      await explain.page.waitForTimeout(100);
      return explain.page.locator('.input-view canvas').evaluate(
        (node: HTMLCanvasElement, at) => {
          const place = [at.x, at.y].map((value) => Math.round(((value + 0.5) / at.size) * node.width));
          return [...node.getContext('2d')!.getImageData(place[0], place[1], 1, 1).data.slice(0, 3)];
        },
        { x, y, size },
      );
    };

    it('are named with their colour and share, the largest first, without those that are nowhere', async () => {
      await explain.show({ prediction: segmentation(), cards: [] });
      assert.deepEqual(
        (await rows().allInnerTexts()).map((text) => text.replace(/\u00a0/g, ' ')),
        ['background\n61.0 %', 'face\n31.5 %', 'glasses\n7.4 %'],
      );
      assert.match(await chosen(), /^face/, 'the largest object is explained');
    });

    it('are explained by a click or a key on their row', async () => {
      await explain.show({ prediction: segmentation(), cards: [done('grad-cam')] });
      await rows().nth(2).click();
      assert.equal((await explain.panel.until('target', 1))[0].target, 2);
      assert.match(await chosen(), /^glasses/);
      assert.match(await explain.card('grad-cam').locator('.card-sub').innerText(), /^glasses/);
      await explain.page.keyboard.press('Home');
      await explain.page.keyboard.press('Enter');
      assert.equal((await explain.panel.until('target', 2))[1].target, 0);
    });

    it('lie over the image in their colours, as strongly as wanted, or not', async () => {
      await explain.show({ prediction: segmentation(), cards: [] }, { state: { labelOpacity: 1 } });
      const css = await explain.page
        .locator('.class-row .swatch')
        .evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
      const painted = (rgb: number[]): string => `rgb(${rgb.join(', ')})`;
      assert.deepEqual([painted(await color(32, 50)), painted(await color(23, 28))], [css[1], css[2]]);
      const sky = await color(2, 2);
      await explain.page.getByRole('checkbox', { name: 'Classes' }).click();
      const skin = await color(32, 50);
      assert.ok(Math.abs(skin[0] - 222) < 4 && Math.abs(skin[1] - 184) < 4, `the image alone: ${skin.join()}`);
      await explain.page.getByRole('checkbox', { name: 'Classes' }).click();
      await explain.page.getByRole('slider', { name: 'Opacity of the classes' }).fill('0');
      assert.deepEqual(await color(32, 50), skin);
      assert.deepEqual(await color(2, 2), sky, 'what is around the objects has no colour of its own');
    });

    it('show the explained region on every map', async () => {
      const white = () =>
        explain
          .card('grad-cam')
          .locator('canvas.stage-canvas')
          .evaluate((node: HTMLCanvasElement) => {
            const { data } = node.getContext('2d')!.getImageData(0, 0, node.width, node.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) if (Math.min(data[i], data[i + 1], data[i + 2]) > 240) count++;
            return count;
          });
      const cards = [done('grad-cam')];
      await explain.show({ prediction: segmentation(), cards }, { state: { opacity: 0 } });
      await explain.page.waitForTimeout(100);
      const outlined = await white();
      assert.ok(outlined > 200, `${outlined} white pixels of an outline`);
      const data = new Float32Array(32 * 32);
      data[20] = 1;
      await explain.panel.send({ kind: 'update', changes: { region: { dims: [32, 32], data } } });
      await explain.page.waitForTimeout(100);
      const ringed = await white();
      assert.ok(ringed > 40 && ringed < outlined, `${ringed} white pixels of a ring`);
    });
  });
});
