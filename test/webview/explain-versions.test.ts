import assert from 'node:assert/strict';
import type { Figure } from '../../src/protocol/figure';
import type { Versions } from '../../src/protocol/versions';
import { themes, toTheme, violations } from './support/accessibility';
import { documentOf } from './support/explanations';
import { ExplainPage } from './support/explain-page';
import { pictureOf } from './support/figures';
import type { PanelOptions } from './support/panel';
import { rowOf, uris, version, versionsOf } from './support/versions';

const inputs = uris.map((uri) => ({ uri, name: uri.slice(-5), thumbnail: null }));

describe('versions of the model in Explain', () => {
  const explain = new ExplainPage();
  const show = async (versions: Versions, options: PanelOptions = {}): Promise<void> => {
    await explain.show({ inputs }, { width: 1400, state: { layout: 'versions' }, ...options });
    await explain.panel.send({ kind: 'versions', changes: versions });
  };
  const strip = () => explain.page.getByRole('radiogroup', { name: 'Versions', exact: true });
  const row = (i: number) => explain.page.locator('.version-row').nth(i);
  const ends = async (method: string, part: number): Promise<string[]> => {
    const legend = row(0).locator(`[data-method=${method}] .grid-legend`).nth(part);
    return [await legend.locator('.legend-low').innerText(), await legend.locator('.legend-high').innerText()];
  };

  it('are one of the layouts, which says what will happen and begins on a click', async () => {
    await explain.show({ inputs }, { width: 1400 });
    await explain.page.keyboard.press('v');
    const start = explain.page.locator('.versions .message');
    assert.match(await start.innerText(), /Whenever faces\.onnx is written, these images are explained/);
    await start.getByRole('button', { name: 'Follow faces.onnx' }).click();
    assert.deepEqual(await explain.panel.posted('versionsPin'), [{ kind: 'versionsPin', pinned: true }]);
    await explain.page.keyboard.press('v');
    assert.equal(await explain.page.locator('.cards').isVisible(), true);
  });

  it('come forward when the command that follows the model asks for them', async () => {
    await explain.show({ inputs }, { width: 1400 });
    await explain.panel.send({ kind: 'showVersions' });
    await explain.page.locator('.versions .message').waitFor();
    assert.equal(await explain.page.locator('.cards').isVisible(), false);
    await explain.panel.send({ kind: 'showVersions' });
    assert.equal(await explain.page.locator('.versions').isVisible(), true, 'a second time changes nothing');
  });

  it('tell of every class where it went and by how much, in words, too', async () => {
    await show(versionsOf());
    const changes = await row(0).locator('.prediction-change').allInnerTexts();
    assert.deepEqual(
      changes.map((text) => text.replace(/\s+/g, ' ').trim()),
      ['glasses 72.3 % ▲ +12.3 pp', 'no glasses 20.0 % ▼ −10.0 pp', 'sunglasses 10.0 %', 'mask 1.0 %'],
    );
    const said = await row(0).locator('.prediction-change').first().getAttribute('title');
    assert.equal(said, 'glasses: 60.0\u00a0% before, 72.3\u00a0% after, +12.3 pp');
  });

  it('have one scale before, after and for the difference, which diverges', async () => {
    await show(versionsOf());
    await explain.page.getByRole('combobox', { name: 'Scale' }).selectOption('own');
    const [before, after, difference] = await Promise.all([0, 1, 2].map((part) => ends('integrated-gradients', part)));
    assert.deepEqual(after, before);
    assert.deepEqual(difference, before);
    assert.match(before[0], /^−/);
    const cam = await Promise.all([0, 1, 2].map((part) => ends('grad-cam', part)));
    assert.deepEqual([cam[0], cam[1]], [cam[0], cam[0]]);
    assert.deepEqual(cam[2], [`−${cam[0][1]}`, cam[0][1]], 'the scale of the larger map, to both sides');
  });

  it('show at a place the values before and after, and the difference of both', async () => {
    await show(versionsOf());
    const parts = row(0).locator('[data-method=integrated-gradients] .stage');
    await parts.first().hover({ position: { x: 60, y: 60 } });
    const values = (await parts.locator('.pointer-value').allInnerTexts()).map((text) =>
      Number(text.replace('−', '-')),
    );
    assert.equal(values.length, 3);
    assert.ok(values[0] !== 0, `nothing there: ${values.join()}`);
    assert.ok(Math.abs(values[1] - values[0] - values[2]) <= 0.01 * Math.abs(values[0]), values.join());
  });

  it('are gone through by keys and by dragging, the newest by End', async () => {
    await show(versionsOf());
    await strip()
      .getByRole('radio', { name: /12:00:03/ })
      .focus();
    await explain.page.keyboard.press('ArrowLeft');
    await explain.page.keyboard.press('Home');
    assert.deepEqual(
      (await explain.panel.posted('versionsShow')).map(({ id }) => id),
      ['2', '1'],
    );
    await explain.panel.send({ kind: 'versions', changes: { after: '1', before: null } });
    await explain.page.locator('.version-said').first().click();
    await explain.page.keyboard.press('ArrowRight');
    const [from, to] = await Promise.all([0, 2].map((i) => strip().locator('.version').nth(i).boundingBox()));
    await explain.page.mouse.move(from!.x + 5, from!.y + 5);
    await explain.page.mouse.down();
    await explain.page.mouse.move(to!.x + 5, to!.y + 5, { steps: 4 });
    await explain.page.mouse.up();
    const asked = (await explain.panel.posted('versionsShow')).map(({ id }) => id);
    assert.deepEqual([asked[2], asked.at(-1)], ['2', '3']);
  });

  it('can be compared with the first one or any other, and come from git and from a series', async () => {
    await show(versionsOf());
    const against = explain.page.getByRole('combobox', { name: 'Compare with' });
    await against.selectOption({ label: 'the first version' });
    await against.selectOption({ label: '12:00:01' });
    assert.deepEqual(
      (await explain.panel.posted('versionsAgainst')).map((message) => message.against),
      ['first', { id: '1' }],
    );
    await explain.page.getByRole('button', { name: 'Git revisions…' }).click();
    await explain.page.getByRole('button', { name: 'Files of a series…' }).click();
    assert.equal((await explain.panel.posted('versionsRevisions')).length, 1);
    assert.equal((await explain.panel.posted('versionsFiles')).length, 1);
  });

  it('say what waits, what failed, and that the file is not whole; what is shown stays', async () => {
    const list = [
      version('1'),
      version('2', { state: 'error', error: { code: 'not-found', what: 'It is a Git LFS pointer', next: 'Fetch it' } }),
      version('3', { state: 'running' }),
      version('4', { state: 'waiting' }),
    ];
    await show(versionsOf({ list, after: '1', before: null, said: 'The file is not whole: it ends early.' }));
    assert.match(await explain.page.locator('.version-status').innerText(), /2 to be explained/);
    assert.match(await explain.page.locator('.version-bar [role=alert]').innerText(), /not whole/);
    const failed = strip().getByRole('radio', { name: /12:00:02.*Git LFS pointer\. Fetch it/ });
    assert.equal(await failed.count(), 1);
    assert.equal(await explain.state(), 'running');
    assert.equal(await row(1).isVisible(), true);
    await explain.page.locator('.setup-run').getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await explain.panel.posted('versionsCancel')).length, 1);
    await explain.page.locator('.setup-run').getByRole('button', { name: 'Run' }).click();
    assert.equal((await explain.panel.posted('versionsRun')).length, 1);
  });

  it('say why there is no map', async () => {
    const lost = { before: null, after: null, error: { code: 'not-found' as const, what: 'there is no such layer' } };
    const broken = rowOf(uris[1], {
      maps: {},
      changes: [],
      error: { code: 'corrupt-image', what: 'the image cannot be decoded' },
    });
    await show(versionsOf({ rows: [rowOf(uris[0], { maps: { 'grad-cam': lost } }), broken] }));
    assert.match(await row(0).innerText(), /there is no such layer/);
    assert.match(await row(1).innerText(), /the image cannot be decoded/);
  });

  it('fit into a narrow panel, in every theme, without a fault of accessibility', async () => {
    for (const width of [1400, 480]) {
      await show(versionsOf(), { width });
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

  it('become a figure with a row for each image and method', async () => {
    await show(versionsOf());
    const { name } = await pictureOf(explain, 'Export');
    assert.equal(name, 'faces.figure.png');
    const [{ figure }] = await explain.panel.asked<{ figure: Figure }>('drawFigure');
    assert.equal(figure.tiles.length % 3, 0, 'before, after and the difference of each');
    assert.ok(figure.tiles.length > 0);
    assert.deepEqual(documentOf().model?.name, 'faces.onnx');
  });
});
