import assert from 'node:assert/strict';
import type { Card, ExplainToHost, ExplainToPanel } from '../../src/protocol/explain-panel';
import { documentOf, done, layers, map, methods, prediction, predictions, result, size } from './support/explanations';
import { closeBrowser, openBrowser, Panel, type PanelOptions } from './support/panel';
import type { Theme } from './support/themes';

type ExplainPanel = Panel<ExplainToPanel, ExplainToHost>;

describe('the Explain panel', () => {
  let panel: ExplainPanel;
  before(openBrowser);
  after(closeBrowser);
  afterEach(async () => {
    assert.deepEqual(panel.complaints, [], 'the page complained');
    await panel.close();
  });

  const open = async (options: PanelOptions = {}): Promise<ExplainPanel> => (panel = await Panel.open<ExplainToPanel, ExplainToHost>('explain', options));
  const opened = async (changes: Parameters<typeof documentOf>[0] = {}, options: PanelOptions = {}): Promise<ExplainPanel> => {
    await open(options);
    await panel.send({ kind: 'document', document: documentOf(changes) });
    return panel;
  };
  const card = (method: string) => panel.page.locator(`[data-method="${method}"]`);
  const state = () => panel.page.locator('body').getAttribute('data-state');
  const attributes = (selector: string, name: string) => panel.page.locator(selector).evaluateAll((nodes, key) => nodes.map((node) => node.getAttribute(key)), name);

  it('says what to do first, and asks for files', async () => {
    await open();
    assert.equal(await state(), 'empty');
    assert.match(await panel.page.locator('.message').innerText(), /Right-click an image/);
    await panel.page.getByRole('button', { name: 'Choose an image' }).click();
    assert.deepEqual(await panel.posted('command'), [{ kind: 'command', command: 'openImages' }]);
    assert.equal((await panel.posted('ready')).length, 1);
  });

  it('goes from the skeleton over intermediate maps to the finished one, without moving', async () => {
    await opened({ prediction: null, busy: true, cards: [{ method: 'occlusion', state: 'waiting' }] });
    assert.equal(await state(), 'running');
    assert.equal(await card('occlusion').getAttribute('data-state'), 'waiting');
    await panel.send({ kind: 'update', changes: { prediction: prediction(), busy: false } });
    const height = async () => (await card('occlusion').boundingBox())?.height;
    const waiting = await height();
    const running: Card = { method: 'occlusion', state: 'running', fraction: 0.62, passes: 122, expectedPasses: 196, seconds: 1, map: map(1, true) };
    await panel.send({ kind: 'card', card: running });
    assert.equal(await card('occlusion').getByRole('progressbar').first().getAttribute('aria-valuenow'), '62');
    assert.match(await card('occlusion').innerText(), /62 % · 122\su \/ 196\su/);
    assert.equal(await height(), waiting);
    await panel.send({ kind: 'card', card: done('occlusion') });
    assert.equal(await card('occlusion').getAttribute('data-state'), 'done');
    assert.equal(await state(), 'done');
    assert.equal(await height(), waiting);
  });

  it('shows the five likeliest classes, finds others by name, and makes the chosen one the target', async () => {
    await opened();
    assert.deepEqual(await attributes('[data-prediction]', 'data-label'), predictions.slice(0, 5).map(({ label }) => label));
    assert.equal(await attributes('[data-prediction]', 'data-probability').then((all) => all[0]), '0.71');
    await panel.page.getByRole('textbox', { name: 'Search classes' }).fill('scar');
    assert.deepEqual(await attributes('[data-prediction]', 'data-label'), ['scarf']);
    await panel.page.getByRole('radio', { name: /^scarf/ }).check();
    assert.deepEqual(await panel.until('target', 1), [{ kind: 'target', target: 6, region: null }]);
    await panel.page.getByRole('textbox', { name: 'Search classes' }).fill('');
    assert.deepEqual((await attributes('[data-prediction]', 'data-label')).at(-1), 'scarf', 'the target stays in the list');
    assert.match(await card('grad-cam').innerText(), /scarf/);
  });

  it('moves through classes with the arrow keys and asks once', async () => {
    await opened();
    await panel.page.getByRole('radio', { name: /^glasses/ }).focus();
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.waitForTimeout(400);
    assert.deepEqual((await panel.posted('target')).map(({ target }) => target), [2]);
  });

  it('has a signed legend where the map is signed, and follows sign and scale', async () => {
    await opened({ cards: [done('grad-cam'), done('integrated-gradients')] });
    const ends = async (method: string) => (await card(method).locator('.legend-scale .figure').allInnerTexts()).map((text) => text.replace(/^[≤≥] /, ''));
    const peak = Math.max(...map(1, true).data).toPrecision(3);
    assert.deepEqual(await ends('grad-cam').then(([low]) => low), '0');
    await panel.page.getByLabel('Scale').selectOption('own');
    assert.deepEqual(await ends('integrated-gradients'), [`−${peak}`, peak]);
    await panel.page.getByRole('radio', { name: 'Negative values only' }).check();
    assert.deepEqual(await ends('integrated-gradients').then(([low, high]) => [low, Number(high.replace('−', '-')) < 0]), ['0', true]);
    await panel.page.getByRole('radio', { name: 'Size of the values' }).check();
    await panel.send({ kind: 'card', card: done('grad-cam', { map: map(1, false, 10) }) });
    await panel.page.getByLabel('Scale').selectOption('shared');
    assert.equal((await ends('integrated-gradients'))[1], (await ends('grad-cam'))[1]);
  });

  it('draws the map over the picture in the colours of its legend', async () => {
    await opened({ cards: [done('integrated-gradients')] }, { state: { opacity: 1, scale: 'own' } });
    const [positive, negative] = [await pixel(23, 28), await pixel(32, 50)];
    assert.ok(positive[0] > 2 * positive[2], `red where positive: ${positive}`);
    assert.ok(negative[2] > 2 * negative[0], `blue where negative: ${negative}`);
    await panel.page.getByLabel('Opacity of the maps').fill('0');
    const [r, g, b] = await pixel(32, 50);
    assert.ok(Math.abs(r - 222) < 4 && Math.abs(g - 184) < 4 && Math.abs(b - 148) < 4, `the picture alone: ${[r, g, b]}`);
  });

  /** Colour of a picture's pixel as it is on the canvas of the first card. */
  async function pixel(x: number, y: number): Promise<number[]> {
    await panel.page.waitForTimeout(100);
    return panel.page.locator('.card canvas').first().evaluate((canvas: HTMLCanvasElement, at) => {
      const place = [Math.round(((at.x + 0.5) / at.size) * canvas.width), Math.round(((at.y + 0.5) / at.size) * canvas.height)] as const;
      return [...(canvas.getContext('2d')?.getImageData(...place, 1, 1).data ?? [])];
    }, { x, y, size });
  }

  it('links zoom, pan and pointer over all cards', async () => {
    await opened({ cards: [done('grad-cam'), done('integrated-gradients')] });
    const canvas = card('grad-cam').locator('canvas.stage-canvas');
    const box = (await canvas.boundingBox())!;
    await panel.page.mouse.move(box.x + (23.5 / size) * box.width, box.y + (28.5 / size) * box.height);
    const values = () => panel.page.locator('.pointer-value').allInnerTexts();
    const at = 28 * size + 23;
    const expected = [map(1, false).data[at], 3 * map(3, true).data[at]].map((value) => `23, 28: ${value.toPrecision(3)}`);
    assert.deepEqual(await values(), expected);
    const before = await pixel(5, 5);
    await panel.page.keyboard.down('Control');
    await panel.page.mouse.wheel(0, -300);
    await panel.page.keyboard.up('Control');
    assert.deepEqual(await values(), expected, 'the point under the pointer stays while zooming');
    assert.notDeepEqual(await pixel(5, 5), before);
    await canvas.focus();
    await panel.page.keyboard.press('0');
    await panel.page.mouse.move(0, 0);
    assert.deepEqual(await pixel(5, 5), before);
    assert.deepEqual(await values(), ['', '']);
  });

  it('says what was spent, what was least, and whether the map adds up', async () => {
    const broken = result('integrated-gradients', { completeness: { sum: 1, expected: 4, residual: -3 } });
    await opened({ cards: [done('grad-cam', { warnings: ['This map is zero everywhere.'] }), done('integrated-gradients')] });
    assert.match(await card('integrated-gradients').innerText(), /Σ = Δf ✓ \(0\.1\s%\)[^]*412\sms · 100\su/);
    assert.match((await card('integrated-gradients').locator('.facts-line .figure').last().getAttribute('title')) ?? '', /1\.00 times the least/);
    assert.match(await card('grad-cam').innerText(), /zero everywhere/);
    assert.match((await card('integrated-gradients').locator('header').getAttribute('title')) ?? '', /steps = 50[^]*Seed: 7[^]*0123456789ab/);
    await panel.send({ kind: 'card', card: { method: 'integrated-gradients', state: 'done', result: broken } });
    assert.match(await card('integrated-gradients').innerText(), /Σ ≠ Δf ⚠ \(75\.0\s%\)/);
  });

  it('shows an error with a way on, and keeps the other cards', async () => {
    await opened({ cards: [done('grad-cam'), { method: 'occlusion', state: 'error', error: { code: 'engine-stopped', what: 'The engine stopped', next: 'Try again' } }] });
    assert.equal(await state(), 'done');
    assert.match(await card('occlusion').getByRole('alert').innerText(), /The engine stopped/);
    await card('occlusion').getByRole('button', { name: 'Try again' }).click();
    assert.deepEqual(await panel.posted('retry'), [{ kind: 'retry', method: 'occlusion' }]);
    await panel.send({ kind: 'update', changes: { error: { code: 'corrupt-image', what: 'The file ends early', where: 'a.png' }, prediction: null, cards: [] } });
    assert.equal(await state(), 'error');
    assert.match(await panel.page.getByRole('alert').innerText(), /a\.png: The file ends early/);
  });

  it('cancels one card or all', async () => {
    await opened();
    await card('occlusion').getByRole('button', { name: 'Cancel Occlusion' }).click();
    await panel.page.locator('.header').getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual((await panel.posted('cancel')).map(({ method }) => method), ['occlusion', null]);
    await panel.send({ kind: 'card', card: { method: 'occlusion', state: 'cancelled' } });
    assert.equal(await state(), 'done');
    assert.equal(await panel.page.locator('.header').getByRole('button', { name: 'Cancel' }).isDisabled(), true);
  });

  it('makes a form of a method’s parameters, with units, limits and defaults', async () => {
    await opened();
    await panel.send({ kind: 'costs', costs: [{ method: 'integrated-gradients', expectedPasses: 100 }] });
    const picker = panel.page.locator('[data-picker="integrated-gradients"]');
    assert.match(await picker.innerText(), /100\su/);
    await picker.getByRole('button', { name: 'Parameters of Integrated gradients' }).click();
    const steps = picker.getByRole('spinbutton', { name: 'Steps' });
    assert.equal(await steps.inputValue(), '50');
    await steps.fill('0');
    assert.equal(await steps.getAttribute('aria-invalid'), 'true');
    assert.equal((await panel.posted('choose')).length, 0, 'what is out of range is not taken');
    await steps.fill('200');
    await picker.getByRole('combobox', { name: 'Baseline' }).selectOption('blur');
    const chosen = async () => (await panel.posted('choose')).at(-1)?.choices.find(({ method }) => method === 'integrated-gradients')?.params;
    assert.deepEqual(await chosen(), { steps: 200, baseline: 'blur', sigma: 5, baselineFile: null });
    assert.equal(await picker.getByText('px').isVisible(), false, 'advanced parameters are folded');
    await picker.getByRole('button', { name: 'Reset to defaults' }).click();
    assert.deepEqual(await chosen(), { steps: 50, baseline: 'zeros', sigma: 5, baselineFile: null });
    assert.equal(await steps.inputValue(), '50');
  });

  it('picks methods by keyboard', async () => {
    await opened();
    const box = panel.page.locator('[data-picker="occlusion"]').getByRole('checkbox');
    await box.focus();
    await panel.page.keyboard.press('Space');
    assert.equal((await panel.posted('choose')).at(-1)?.choices.find(({ method }) => method === 'occlusion')?.selected, false);
  });

  it('moves the chosen CAMs to a layer of the ladder', async () => {
    await opened();
    await panel.page.getByRole('radio', { name: 'layer2.0' }).check();
    const last = (await panel.posted('choose')).at(-1);
    assert.equal(last?.run, true);
    assert.equal(last?.choices.find(({ method }) => method === 'grad-cam')?.layer, '/layer2.0/relu');
    assert.equal(last?.choices.find(({ method }) => method === 'occlusion')?.layer, null);
  });

  it('shows a small map at every stage on demand', async () => {
    await opened();
    await panel.page.getByRole('button', { name: 'Show every stage' }).click();
    assert.equal((await panel.posted('ladder')).length, 1);
    const rungs = layers.map(({ tensor, name, module }, i) => ({ tensor, name, module, shape: [16, 8, 8], automatic: i === 3, map: map(1, i % 2 === 0) }));
    await panel.send({ kind: 'update', changes: { ladder: { method: 'grad-cam', rungs, forwardPasses: 1, backwardPasses: 1, seconds: 0.1 } } });
    assert.equal(await panel.page.locator('.rung-picture').count(), layers.length);
    assert.equal(await panel.page.getByRole('button', { name: 'Show every stage' }).isVisible(), false);
    await panel.page.getByRole('radio', { name: 'layer3.0' }).check();
    assert.equal((await panel.posted('choose')).at(-1)?.choices.find(({ method }) => method === 'grad-cam')?.layer, '/layer3.0/relu');
  });

  it('walks through several images', async () => {
    const inputs = ['a.png', 'b.tif'].map((name) => ({ uri: `file:///faces/${name}`, name, thumbnail: null }));
    await opened({ inputs });
    await panel.page.getByRole('radio', { name: 'b.tif' }).check();
    assert.deepEqual(await panel.posted('input'), [{ kind: 'input', index: 1 }]);
  });

  it('draws a signal as a line in the colours of its attribution', async () => {
    const length = 200;
    const signal = { dims: [1, length], data: Float32Array.from({ length }, (_, i) => Math.sin(i / 10)) };
    const attribution = { dims: [1, length], data: Float32Array.from({ length }, (_, i) => (i < length / 2 ? 1 : -1)) };
    await opened({ prediction: prediction({ input: { path: '/s.npy', picture: null, signal } }), cards: [done('integrated-gradients', { map: attribution })] }, { state: { opacity: 1 } });
    await panel.page.waitForTimeout(200);
    const [left, right] = await card('integrated-gradients').locator('canvas.stage-canvas').evaluate((canvas: HTMLCanvasElement) => {
      const sums = [0, 0];
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) sums[(i / 4) % canvas.width < canvas.width / 2 ? 0 : 1] += data[i] - data[i + 2];
      return sums;
    });
    assert.ok(left > 0 && right < 0, `red on the left (${left}), blue on the right (${right})`);
  });

  it('exports what is shown as pictures', async () => {
    await opened({ cards: [done('grad-cam'), done('integrated-gradients')] });
    await card('grad-cam').getByRole('button', { name: 'Export Grad-CAM' }).click();
    await panel.page.getByRole('menuitem', { name: 'Picture' }).click();
    await panel.send({ kind: 'collect' });
    const [one, all] = await panel.until('export', 2);
    assert.deepEqual([one.format, one.method, one.pictures.map(({ method }) => method)], ['png', 'grad-cam', ['grad-cam']]);
    assert.deepEqual([all.format, all.pictures.map(({ method }) => method)], ['all', ['grad-cam', 'integrated-gradients']]);
    assert.deepEqual(Object.values(one.pictures[0].png).slice(0, 4), [0x89, 0x50, 0x4e, 0x47]);
  });

  it('paints the region of a dense output that is to be explained', async () => {
    const dense = { height: 16, width: 16, classes: new Uint16Array(256) };
    await opened({ prediction: prediction({ dense }) });
    await panel.page.getByRole('radio', { name: 'One pixel' }).check();
    const box = (await panel.page.locator('.input-view canvas').boundingBox())!;
    await panel.page.mouse.click(box.x + (5.5 / 16) * box.width, box.y + (3.5 / 16) * box.height);
    const [{ region }] = await panel.posted('target');
    const data = Object.values(region?.data ?? {});
    assert.deepEqual(region?.dims, [16, 16]);
    assert.deepEqual([data.indexOf(1), data.filter(Boolean).length], [3 * 16 + 5, 1]);
  });

  it('keeps the display settings when it is hidden', async () => {
    await opened();
    await panel.page.getByLabel('Colour map').selectOption('purple-orange');
    await panel.page.getByRole('radio', { name: 'Positive values only' }).check();
    const state = await panel.savedState();
    await panel.close();
    await opened({}, { state });
    assert.equal(await panel.page.getByLabel('Colour map').inputValue(), 'purple-orange');
    assert.equal(await panel.page.getByRole('radio', { name: 'Positive values only' }).isChecked(), true);
  });

  it('asks for trust where the workspace has none', async () => {
    await opened({ trusted: false, prediction: null, cards: [], error: { code: 'invalid-argument', what: 'Models are run only in a trusted workspace' } });
    await panel.page.getByRole('button', { name: 'Manage trust' }).click();
    assert.deepEqual(await panel.posted('command'), [{ kind: 'command', command: 'manageTrust' }]);
  });

  it('has one column of cards at 400 px and nothing sticks out', async () => {
    await opened({ cards: methods.map(({ id }) => done(id)) }, { width: 400 });
    const lefts = await panel.page.locator('.card').evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().left));
    assert.equal(new Set(lefts).size, 1);
    assert.equal(await panel.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  });

  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light'] satisfies Theme[]) {
    it(`takes all its colours from the theme: ${theme}`, async () => {
      await opened({}, { theme });
      const low = await panel.page.evaluate(contrasts);
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
  const texts = [...document.querySelectorAll('h1, h2, h3, .quiet, .prediction-label, .figure:not(.pointer-value), .link, .method')];
  const ratio = (node: Element): number => {
    const text = luminance(getComputedStyle(node).color);
    return (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
  };
  return texts.filter((node) => node.textContent?.trim() && ratio(node) < 4.5).map((node) => `${node.className}: ${ratio(node).toFixed(2)}`);
}
