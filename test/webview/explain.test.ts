import assert from 'node:assert/strict';
import type { Card } from '../../src/protocol/explain-document';
import { done, map, prediction, predictions, result } from './support/explanations';
import { ExplainPage } from './support/explain-page';

describe('the Explain panel', () => {
  const explain = new ExplainPage();
  const attributes = (selector: string, name: string) =>
    explain.page.locator(selector).evaluateAll((nodes, key) => nodes.map((node) => node.getAttribute(key)), name);

  it('says what to do first, and asks for files', async () => {
    await explain.show({ inputs: [], prediction: null, cards: [] });
    assert.equal(await explain.state(), 'empty');
    assert.match(await explain.page.locator('.message').innerText(), /Right-click an image/);
    await explain.page.getByRole('button', { name: 'Choose an image' }).click();
    await explain.page.getByRole('button', { name: 'Browse for a model…' }).click();
    await explain.page.getByRole('button', { name: 'Try the sample' }).click();
    assert.deepEqual(
      (await explain.panel.posted('command')).map(({ command }) => command),
      ['explainImage', 'browseModel', 'trySample'],
    );
  });

  it('offers a model from elsewhere and the sample where the workspace has none', async () => {
    await explain.show({ model: null, prediction: null, cards: [], error: { code: 'not-found', what: 'No model' } });
    for (const name of ['Select a model', 'Browse for a model…', 'Try the sample'])
      await explain.page.locator('.message').getByRole('button', { name }).waitFor();
  });

  it('goes from the skeleton over intermediate maps to the finished one, without moving', async () => {
    await explain.show({ prediction: null, busy: true, cards: [{ method: 'occlusion', state: 'waiting' }] });
    assert.equal(await explain.state(), 'running');
    await explain.panel.send({ kind: 'update', changes: { prediction: prediction(), busy: false } });
    const height = async () => (await explain.card('occlusion').boundingBox())?.height;
    const waiting = await height();
    const running: Card = {
      method: 'occlusion',
      state: 'running',
      fraction: 0.62,
      passes: 122,
      expectedPasses: 196,
      seconds: 1,
      map: map(1, true),
    };
    await explain.panel.send({ kind: 'card', card: running });
    assert.equal(await explain.card('occlusion').getByRole('progressbar').first().getAttribute('aria-valuenow'), '62');
    assert.match(await explain.card('occlusion').innerText(), /62 % · 122\su \/ 196\su/);
    assert.equal(await height(), waiting);
    await explain.panel.send({ kind: 'card', card: { ...running, fraction: 1, passes: 206 } });
    assert.match(await explain.card('occlusion').innerText(), /99 % · 206\su of about 196\su/);
    await explain.panel.send({ kind: 'card', card: done('occlusion') });
    assert.equal(await explain.card('occlusion').getAttribute('data-state'), 'done');
    assert.equal(await explain.state(), 'done');
    assert.equal(await height(), waiting);
  });

  it('shows estimates as the numbers they are, and no share of anything', async () => {
    const estimates = [{ index: 0, label: 'age', probability: 41.5, logit: 41.5 }];
    await explain.show({ prediction: prediction({ predictions: estimates, link: 'identity' }) });
    await explain.openTarget();
    const line = explain.page.locator('[data-prediction]');
    assert.match(await line.innerText(), /age\s+41\.5$/);
    assert.equal(await line.locator('.bar').isVisible(), false);
  });

  it('shows the five likeliest classes, finds others by name, and makes the chosen one the target', async () => {
    await explain.show();
    assert.deepEqual(
      await attributes('[data-prediction]', 'data-label'),
      predictions.slice(0, 5).map(({ label }) => label),
    );
    assert.equal(await attributes('[data-prediction]', 'data-probability').then((all) => all[0]), '0.71');
    await explain.openTarget();
    await explain.page.getByRole('textbox', { name: 'Search classes' }).fill('scar');
    assert.deepEqual(await attributes('[data-prediction]', 'data-label'), ['scarf', 'glasses']);
    await explain.page.getByRole('radio', { name: /^scarf/ }).check();
    assert.deepEqual(await explain.panel.until('target', 1), [
      { kind: 'target', target: 6, against: null, region: null, box: null },
    ]);
    await explain.page.getByRole('textbox', { name: 'Search classes' }).fill('');
    assert.deepEqual(
      (await attributes('[data-prediction]', 'data-label')).at(-1),
      'scarf',
      'the target stays in the list',
    );
    assert.match(await explain.card('grad-cam').innerText(), /scarf/);
  });

  it('moves through classes with the arrow keys and asks once', async () => {
    await explain.show();
    await explain.openTarget();
    await explain.page.getByRole('radio', { name: /^glasses/ }).focus();
    await explain.page.keyboard.press('ArrowDown');
    await explain.page.keyboard.press('ArrowDown');
    await explain.page.waitForTimeout(400);
    assert.deepEqual(
      (await explain.panel.posted('target')).map(({ target }) => target),
      [2],
    );
  });

  it('says what was spent, what was least, and whether the map adds up', async () => {
    const broken = result('integrated-gradients', { completeness: { sum: 1, expected: 4, residual: -3 } });
    await explain.show({
      cards: [done('grad-cam', { warnings: ['This map is zero everywhere.'] }), done('integrated-gradients')],
    });
    assert.match(await explain.card('integrated-gradients').innerText(), /Σ = Δf ✓ \(0\.1\s%\)[^]*412\sms · 100\su/);
    assert.match(
      (await explain.card('integrated-gradients').locator('.facts-line .figure').last().getAttribute('title')) ?? '',
      /1\.00 times the least/,
    );
    assert.match(await explain.card('grad-cam').innerText(), /zero everywhere/);
    assert.match(
      (await explain.card('integrated-gradients').locator('header').getAttribute('title')) ?? '',
      /steps = 50[^]*Seed: 7[^]*0123456789ab/,
    );
    await explain.panel.send({ kind: 'card', card: { method: 'integrated-gradients', state: 'done', result: broken } });
    assert.match(await explain.card('integrated-gradients').innerText(), /Σ ≠ Δf ⚠ \(75\.0\s%\)/);
    await explain.panel.send({ kind: 'card', card: done('grad-cam', { r2: 0.8349 }) });
    assert.match(await explain.card('grad-cam').innerText(), /R² 0\.83/);
    await explain.panel.send({ kind: 'card', card: done('grad-cam', { r2: -0.52 }) });
    assert.match(await explain.card('grad-cam').innerText(), /R² −0\.52/);
  });

  it('shows an error with a way on, and keeps the other cards', async () => {
    await explain.show({
      cards: [
        done('grad-cam'),
        {
          method: 'occlusion',
          state: 'error',
          error: { code: 'engine-stopped', what: 'The engine stopped', next: 'Try again' },
        },
      ],
    });
    assert.equal(await explain.state(), 'done');
    assert.match(await explain.card('occlusion').getByRole('alert').innerText(), /The engine stopped/);
    await explain.card('occlusion').getByRole('button', { name: 'Try again' }).click();
    assert.deepEqual(await explain.panel.posted('retry'), [{ kind: 'retry', card: 'occlusion' }]);
    await explain.panel.send({
      kind: 'update',
      changes: {
        error: { code: 'corrupt-image', what: 'The file ends early', where: 'a.png' },
        prediction: null,
        cards: [],
      },
    });
    assert.equal(await explain.state(), 'error');
    assert.match(await explain.page.getByRole('alert').innerText(), /a\.png: The file ends early/);
  });

  it('cancels one card or all', async () => {
    await explain.show();
    await explain.card('occlusion').getByRole('button', { name: 'Cancel Occlusion' }).click();
    await explain.page.locator('.setup-run').getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(
      (await explain.panel.posted('cancel')).map(({ card }) => card),
      ['occlusion', null],
    );
    await explain.panel.send({
      kind: 'card',
      card: { method: 'occlusion', state: 'cancelled', passes: 0, expectedPasses: null, map: null },
    });
    assert.equal(await explain.state(), 'done');
    const cancel = explain.page.locator('.setup-run').getByRole('button', { name: 'Cancel' });
    assert.equal(await cancel.isDisabled(), true);
  });

  it('walks through several images', async () => {
    const inputs = ['a.png', 'b.tif'].map((name) => ({ uri: `file:///faces/${name}`, name, thumbnail: null }));
    await explain.show({ inputs });
    await explain.page.getByRole('button', { name: '1 / 2' }).click();
    await explain.page.getByRole('radio', { name: 'b.tif' }).check();
    assert.deepEqual(await explain.panel.posted('input'), [{ kind: 'input', index: 1 }]);
  });

  it('exports what is shown as images', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    await explain.card('grad-cam').getByRole('button', { name: 'Export Grad-CAM' }).click();
    await explain.page.getByRole('menuitem', { name: 'Image' }).click();
    await explain.panel.send({ kind: 'collect' });
    const [one, all] = await explain.panel.until('export', 2);
    assert.deepEqual([one.format, one.card, one.images.map(({ card }) => card)], ['png', 'grad-cam', ['grad-cam']]);
    assert.deepEqual([all.format, all.images.map(({ card }) => card)], ['all', ['grad-cam', 'integrated-gradients']]);
    assert.deepEqual(Object.values(one.images[0].png).slice(0, 4), [0x89, 0x50, 0x4e, 0x47]);
  });

  it('paints the region of a dense output that is to be explained', async () => {
    const dense = { height: 16, width: 16, classes: new Uint16Array(256) };
    await explain.show({ prediction: prediction({ dense }) });
    await explain.page.getByRole('radio', { name: 'One pixel' }).check();
    const box = (await explain.page.locator('.input-view canvas').boundingBox())!;
    await explain.page.mouse.click(box.x + (5.5 / 16) * box.width, box.y + (3.5 / 16) * box.height);
    const [{ region }] = await explain.panel.posted('target');
    const data = Object.values(region?.data ?? {});
    assert.deepEqual(region?.dims, [16, 16]);
    assert.deepEqual([data.indexOf(1), data.filter(Boolean).length], [3 * 16 + 5, 1]);
  });

  it('asks for trust where the workspace has none', async () => {
    await explain.show({
      trusted: false,
      prediction: null,
      cards: [],
      error: { code: 'invalid-argument', what: 'Models are run only in a trusted workspace' },
    });
    await explain.page.getByRole('button', { name: 'Manage trust' }).click();
    assert.deepEqual(await explain.panel.posted('command'), [{ kind: 'command', command: 'manageTrust' }]);
  });
});
