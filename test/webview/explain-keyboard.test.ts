import assert from 'node:assert/strict';
import type { ExplainInput } from '../../src/protocol/explain-document';
import { ExplainPage } from './support/explain-page';
import { done, methods } from './support/explanations';

const inputs: readonly ExplainInput[] = ['a.png', 'b.tif', 'c.png'].map((name) => ({
  uri: `file:///faces/${name}`,
  name,
  thumbnail: null,
}));

describe('the Explain panel by keyboard', () => {
  const explain = new ExplainPage();
  const press = (key: string) => explain.page.keyboard.press(key);
  const show = () => explain.show({ inputs, current: 1, cards: methods.map(({ id }) => done(id)) }, { width: 1400 });
  const onMap = () =>
    explain.page.evaluate(() => Boolean(document.activeElement?.matches('.card[data-method] .stage-canvas')));

  it('needs at most 12 stops to the first map', async () => {
    await show();
    let stops = 0;
    while (!(await onMap()) && stops < 100) {
      await press('Tab');
      stops++;
    }
    assert.ok(stops <= 12, `${stops} stops`);
  });

  it('skips to the maps', async () => {
    await show();
    await press('Tab');
    await press('Enter');
    assert.equal(await explain.page.evaluate(() => document.activeElement?.className), 'cards');
  });

  it('moves with the arrows within the display settings, whose lists and sliders keep up and down', async () => {
    await show();
    const display = explain.page.getByRole('toolbar', { name: 'Display' });
    await display.getByRole('button', { name: 'Maps' }).focus();
    await press('ArrowRight');
    const name = () => explain.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    assert.equal(await name(), 'Opacity of the maps');
    await press('ArrowUp');
    assert.equal(await display.getByRole('slider').inputValue(), '71');
    await press('End');
    assert.equal(await name(), 'Keys');
    await press('ArrowRight');
    assert.equal(await name(), 'One image, with a card for each method');
    await press('ArrowRight');
    assert.equal(await name(), 'Maps');
    await press('Tab');
    await press('Shift+Tab');
    assert.equal(await name(), 'Maps', 'comes back to where it was');
  });

  it('does what commands of VS Code ask for, also where the focus is in a field', async () => {
    await show();
    await explain.page.getByRole('slider').first().focus();
    const maps = explain.page.getByRole('button', { name: 'Maps', exact: true });
    const before = await maps.getAttribute('aria-pressed');
    await explain.panel.send({ kind: 'key', act: 'toggleMaps' });
    assert.notEqual(await maps.getAttribute('aria-pressed'), before);
    await explain.panel.send({ kind: 'key', act: 'nextImage' });
    await explain.panel.send({ kind: 'key', act: 'previousImage' });
    const selected = (await explain.panel.posted('input')).map(({ index }) => index);
    assert.deepEqual(selected, [2, 0]);
  });

  it('runs, walks through images and methods, and toggles the maps', async () => {
    await show();
    await press('ArrowRight');
    await press('ArrowLeft');
    assert.deepEqual(
      (await explain.panel.posted('input')).map(({ index }) => index),
      [2, 0],
    );
    await press('Control+Enter');
    assert.equal((await explain.panel.posted('run')).length, 1);
    await press('j');
    await press('j');
    const focused = () =>
      explain.page.evaluate(() => document.activeElement?.closest('[data-method]')?.getAttribute('data-method'));
    assert.equal(await focused(), 'integrated-gradients');
    await press('k');
    assert.equal(await focused(), 'grad-cam');
    await press('m');
    const maps = explain.page.getByRole('button', { name: 'Maps', exact: true });
    assert.equal(await maps.getAttribute('aria-pressed'), 'false');
    await press('m');
    assert.equal(await maps.getAttribute('aria-pressed'), 'true');
  });

  it('leaves the keys to a field that is written in, but Run', async () => {
    await show();
    await explain.page.locator('.target-button').click();
    await explain.page.getByRole('textbox', { name: 'Search classes' }).fill('');
    await explain.page.keyboard.type('mj');
    await press('ArrowRight');
    assert.equal(await explain.page.getByRole('textbox', { name: 'Search classes' }).inputValue(), 'mj');
    assert.deepEqual(await explain.panel.posted('input'), []);
    await press('Control+Enter');
    assert.equal((await explain.panel.posted('run')).length, 1);
  });

  it('pans with the arrows where the image is enlarged, and stays at the image', async () => {
    await show();
    await press('j');
    await press('+');
    await press('ArrowRight');
    assert.deepEqual(await explain.panel.posted('input'), []);
  });

  it('goes on in the folder of an image that was opened alone', async () => {
    await explain.show({ inputs: inputs.slice(0, 1), cards: methods.map(({ id }) => done(id)) }, { width: 1400 });
    await press('ArrowRight');
    await explain.panel.send({ kind: 'key', act: 'previousImage' });
    assert.deepEqual(
      (await explain.panel.posted('beside')).map(({ by }) => by),
      [1, -1],
    );
  });

  it('shows its keys on a click, too', async () => {
    await show();
    await explain.page.getByRole('toolbar', { name: 'Display' }).getByRole('button', { name: 'Keys' }).click();
    assert.equal(await explain.page.getByRole('dialog', { name: 'Keys' }).isVisible(), true);
  });

  it('lists its keys', async () => {
    await show();
    await press('?');
    const list = explain.page.getByRole('dialog', { name: 'Keys' });
    assert.match(await list.innerText(), /Ctrl\s*Enter\s*Run the chosen methods/);
    await press('Escape');
    assert.equal(await list.isVisible(), false);
  });

  it('announces the prediction and how many maps there are', async () => {
    await explain.show({ inputs, cards: methods.map(({ id: method }) => ({ method, state: 'waiting' })) });
    const said = explain.page.locator('.unseen[role="status"]');
    assert.match(await said.innerText(), /Predicted: glasses, 71\.0\s%/);
    await explain.panel.send({ kind: 'card', card: done('grad-cam') });
    assert.match(await said.innerText(), /1 of 3 maps, the last one Grad-CAM/);
    await explain.panel.send(
      { kind: 'card', card: done('occlusion') },
      { kind: 'card', card: done('integrated-gradients') },
    );
    assert.match(await said.innerText(), /All 3 maps are there/);
  });
});
