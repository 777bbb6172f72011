import assert from 'node:assert/strict';
import { done, layers, map, methods, prediction, size } from './support/explanations';
import { ExplainPage } from './support/explain-page';
import type { Theme } from './support/themes';

describe('maps in the Explain panel', () => {
  const explain = new ExplainPage();

  it('has a signed legend where the map is signed, and follows sign and scale', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    const ends = async (method: string) =>
      (await explain.card(method).locator('.legend-scale .figure').allInnerTexts()).map((text) =>
        text.replace(/^[≤≥] /, ''),
      );
    const peak = Math.max(...map(1, true).data).toPrecision(3);
    assert.deepEqual(await ends('grad-cam').then(([low]) => low), '0');
    await explain.page.getByLabel('Scale').selectOption('own');
    assert.deepEqual(await ends('integrated-gradients'), [`−${peak}`, peak]);
    await explain.page.getByRole('radio', { name: 'Negative values only' }).check();
    assert.deepEqual(
      await ends('integrated-gradients').then(([low, high]) => [low, Number(high.replace('−', '-')) < 0]),
      ['0', true],
    );
    await explain.page.getByRole('radio', { name: 'Size of the values' }).check();
    await explain.panel.send({ kind: 'card', card: done('grad-cam', { map: map(1, false, 10) }) });
    await explain.page.getByLabel('Scale').selectOption('shared');
    assert.equal((await ends('integrated-gradients'))[1], (await ends('grad-cam'))[1]);
  });

  it('draws the map over the image in the colours of its legend', async () => {
    await explain.show({ cards: [done('integrated-gradients')] }, { state: { opacity: 1, scale: 'own' } });
    const [positive, negative] = [await pixel(23, 28), await pixel(32, 50)];
    assert.ok(positive[0] > 2 * positive[2], `red where positive: ${positive}`);
    assert.ok(negative[2] > 2 * negative[0], `blue where negative: ${negative}`);
    await explain.page.getByLabel('Opacity of the maps').fill('0');
    const [r, g, b] = await pixel(32, 50);
    assert.ok(Math.abs(r - 222) < 4 && Math.abs(g - 184) < 4 && Math.abs(b - 148) < 4, `the image alone: ${[r, g, b]}`);
  });

  /** Colour of an image's pixel as it is on the canvas of the first map. */
  async function pixel(x: number, y: number): Promise<number[]> {
    await explain.page.waitForTimeout(100);
    return explain.page
      .locator('.card[data-method] canvas')
      .first()
      .evaluate(
        (canvas: HTMLCanvasElement, at) => {
          const place = [
            Math.round(((at.x + 0.5) / at.size) * canvas.width),
            Math.round(((at.y + 0.5) / at.size) * canvas.height),
          ] as const;
          return [...(canvas.getContext('2d')?.getImageData(...place, 1, 1).data ?? [])];
        },
        { x, y, size },
      );
  }

  it('links zoom, pan and pointer over all cards', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    const canvas = explain.card('grad-cam').locator('canvas.stage-canvas');
    const box = (await canvas.boundingBox())!;
    await explain.page.mouse.move(box.x + (23.5 / size) * box.width, box.y + (28.5 / size) * box.height);
    const values = () => explain.page.locator('.pointer-value').allInnerTexts();
    const at = 28 * size + 23;
    const expected = [map(1, false).data[at], 3 * map(3, true).data[at]].map(
      (value) => `23, 28: ${value.toPrecision(3)}`,
    );
    assert.deepEqual(await values(), expected);
    const before = await pixel(5, 5);
    await explain.page.keyboard.down('Control');
    await explain.page.mouse.wheel(0, -300);
    await explain.page.keyboard.up('Control');
    assert.deepEqual(await values(), expected, 'the point under the pointer stays while zooming');
    assert.notDeepEqual(await pixel(5, 5), before);
    await canvas.focus();
    await explain.page.keyboard.press('0');
    await explain.page.mouse.move(0, 0);
    assert.deepEqual(await pixel(5, 5), before);
    assert.deepEqual(await values(), ['', '']);
  });

  it('shows a small map at every stage on demand', async () => {
    await explain.show();
    await explain.page.getByRole('button', { name: 'Show every stage' }).click();
    assert.equal((await explain.panel.posted('layerOverview')).length, 1);
    const cams = layers.map(({ tensor, label, name, module }, i) => ({
      tensor,
      label,
      name,
      module,
      shape: [16, 8, 8],
      automatic: i === 3,
      map: map(1, i % 2 === 0),
    }));
    await explain.panel.send({
      kind: 'update',
      changes: {
        layerOverview: { method: 'grad-cam', layers: cams, forwardPasses: 1, backwardPasses: 1, seconds: 0.1 },
      },
    });
    assert.equal(await explain.page.locator('.layer-thumbnail').count(), layers.length);
    assert.equal(await explain.page.getByRole('button', { name: 'Show every stage' }).isVisible(), false);
    await explain.page.getByRole('radio', { name: 'layer3.0' }).check();
    assert.equal(
      (await explain.panel.posted('choose')).at(-1)?.choices.find(({ method }) => method === 'grad-cam')?.layer,
      '/layer3.0/relu',
    );
  });

  it('draws a signal as a line in the colours of its attribution', async () => {
    const length = 200;
    const signal = { dims: [1, length], data: Float32Array.from({ length }, (_, i) => Math.sin(i / 10)) };
    const attribution = { dims: [1, length], data: Float32Array.from({ length }, (_, i) => (i < length / 2 ? 1 : -1)) };
    await explain.show(
      {
        prediction: prediction({ input: { path: '/s.npy', image: null, signal } }),
        cards: [done('integrated-gradients', { map: attribution })],
      },
      { state: { opacity: 1 } },
    );
    await explain.page.waitForTimeout(200);
    const [left, right] = await explain
      .card('integrated-gradients')
      .locator('canvas.stage-canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const sums = [0, 0];
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4)
          sums[(i / 4) % canvas.width < canvas.width / 2 ? 0 : 1] += data[i] - data[i + 2];
        return sums;
      });
    assert.ok(left > 0 && right < 0, `red on the left (${left}), blue on the right (${right})`);
  });

  it('draws the axes of a signal: samples below it, values beside it', async () => {
    const signal = { dims: [1, 200], data: Float32Array.from({ length: 200 }, (_, i) => (i < 190 ? 3 : 5)) };
    await explain.show({ prediction: prediction({ input: { path: '/s.npy', image: null, signal } }), cards: [] });
    await explain.page.waitForTimeout(200);
    const inked = await explain.page.locator('.input-view canvas.stage-canvas').evaluate((node) => {
      const canvas = node as HTMLCanvasElement;
      const context = canvas.getContext('2d')!;
      const rows = (top: number, height: number, width: number) => {
        const { data } = context.getImageData(0, top, width, height);
        return data.filter((value, i) => i % 4 === 3 && value > 0).length;
      };
      return [rows(canvas.height - 14, 14, canvas.width), rows(0, 16, 24)];
    });
    assert.ok(inked[0] > 40, `numbers of samples: ${inked[0]} pixels`);
    assert.ok(inked[1] > 10, `the largest value: ${inked[1]} pixels`);
  });

  it('draws the boundaries of segments where a method has them', async () => {
    const segments = {
      dims: [size, size],
      data: Float32Array.from({ length: size * size }, (_, i) => (i % size < 10 ? 0 : 1)),
    };
    await explain.show(
      { cards: [done('occlusion', { segments }), done('integrated-gradients')] },
      { state: { opacity: 0 } },
    );
    const toggle = explain.card('occlusion').getByRole('button', { name: 'Segment boundaries' });
    assert.equal(
      await explain.card('integrated-gradients').getByRole('button', { name: 'Segment boundaries' }).isVisible(),
      false,
    );
    const contrast = async () => {
      await explain.page.waitForTimeout(100);
      return explain.page
        .locator('[data-method="occlusion"] canvas.stage-canvas')
        .evaluate((canvas: HTMLCanvasElement, at) => {
          const { data } = canvas.getContext('2d')!.getImageData(Math.round(at * canvas.width) - 3, 20, 6, 1);
          const reds = data.filter((_, i) => i % 4 === 0);
          return Math.max(...reds) - Math.min(...reds);
        }, 10 / size);
    };
    assert.ok((await contrast()) < 5, 'the image alone is even there');
    await toggle.click();
    assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
    assert.ok((await contrast()) > 40, 'a line between the segments');
    await toggle.click();
    assert.ok((await contrast()) < 5);
  });

  it('keeps the display settings when it is hidden', async () => {
    await explain.show();
    await explain.page.getByLabel('Colour map').selectOption('purple-orange');
    await explain.page.getByRole('radio', { name: 'Positive values only' }).check();
    const state = await explain.panel.savedState();
    explain.close();
    await explain.show({}, { state });
    assert.equal(await explain.page.getByLabel('Colour map').inputValue(), 'purple-orange');
    assert.equal(await explain.page.getByRole('radio', { name: 'Positive values only' }).isChecked(), true);
  });

  it('has one column of cards at 400 px and nothing sticks out', async () => {
    await explain.show({ cards: methods.map(({ id }) => done(id)) }, { width: 400 });
    const lefts = await explain.page
      .locator('.card')
      .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().left));
    assert.equal(new Set(lefts).size, 1);
    assert.equal(await explain.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  });

  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light'] satisfies Theme[]) {
    it(`takes all its colours from the theme: ${theme}`, async () => {
      await explain.show({}, { theme });
      const low = await explain.page.evaluate(contrasts);
      assert.deepEqual(low, []);
    });
  }
});

/** Texts whose contrast with the page is below 4.5 : 1 (WCAG AA). */
function contrasts(): string[] {
  const luminance = (color: string): number => {
    const parts = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => Number(part) / 255);
    const [r, g, b] = parts.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = luminance(getComputedStyle(document.body).backgroundColor);
  const texts = [
    ...document.querySelectorAll('h1, h2, h3, .quiet, .prediction-label, .figure:not(.pointer-value), .link, .method'),
  ];
  const ratio = (node: Element): number => {
    const text = luminance(getComputedStyle(node).color);
    return (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
  };
  return texts
    .filter((node) => node.textContent?.trim() && ratio(node) < 4.5)
    .map((node) => `${node.className}: ${ratio(node).toFixed(2)}`);
}
