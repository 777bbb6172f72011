import assert from 'node:assert/strict';
import type { Card, ExplainInput } from '../../src/protocol/explain-document';
import { ExplainPage } from './support/explain-page';
import { done, map, methods, prediction, predictions } from './support/explanations';

const inputs: readonly ExplainInput[] = ['a.png', 'b.tif', 'c.png'].map((name) => ({
  uri: `file:///faces/${name}`,
  name,
  thumbnail: null,
}));
const all: readonly Card[] = methods.map(({ id }) => done(id));

describe('maps first', () => {
  const explain = new ExplainPage();
  const maps = () => explain.page.locator('.card[data-method] .stage-canvas');
  const box = async (n = 0) => {
    const found = await maps().nth(n).boundingBox();
    assert.ok(found, `map ${n} is shown`);
    return found;
  };
  const isLarge = (method: string) => explain.card(method).evaluate((card) => card.classList.contains('enlarged'));

  it('begin above y = 200 at 1400 × 900, and fill the width', async () => {
    for (const cards of [all, all.slice(0, 1)]) {
      await explain.show({ inputs, cards }, { width: 1400, height: 900 });
      assert.ok((await box()).y < 200, `y = ${(await box()).y}`);
      const input = await explain.page.locator('.input-view canvas').boundingBox();
      assert.equal(input?.y, (await box()).y, 'beside the input, at one height with it');
      const right = await explain.page
        .locator('.card')
        .evaluateAll((nodes) => Math.max(...nodes.map((node) => node.getBoundingClientRect().right)));
      assert.ok(right > 1350, `to ${right}`);
      explain.close();
    }
  });

  it('are on the first screen at 480 px', async () => {
    await explain.show({ inputs, cards: all }, { width: 480, height: 800 });
    const { y, height } = await box();
    assert.ok(y + height < 800, `to ${y + height}`);
  });

  it('scroll beneath the toolbar, which stays', async () => {
    await explain.show({ inputs, cards: all }, { width: 480, height: 600 });
    const bar = explain.page.getByRole('toolbar', { name: 'Display' });
    const before = await bar.boundingBox();
    await explain.page.mouse.move(240, 500);
    await explain.page.mouse.wheel(0, 800);
    await explain.page.waitForFunction(() => scrollY > 100);
    assert.deepEqual(await bar.boundingBox(), before);
  });

  it('stay where they are when the recipe changes, which the set-up says beside Run again', async () => {
    await explain.show({ inputs, cards: all });
    const before = await box();
    await explain.panel.send({ kind: 'update', changes: { outdated: true } });
    const bar = explain.page.locator('.setup-bar');
    await bar.getByRole('button', { name: 'Run again' }).waitFor();
    assert.match(await bar.locator('.cost').innerText(), /recipe has changed/);
    assert.deepEqual(await box(), before);
    await explain.panel.send({ kind: 'update', changes: { outdated: false } });
    await bar.getByRole('button', { name: 'Run', exact: true }).waitFor();
  });

  it('stay where they are from the first moment to the last result', async () => {
    const waiting: readonly Card[] = methods.map(({ id: method }) => ({ method, state: 'waiting' }));
    await explain.show({ inputs, prediction: null, busy: true, cards: waiting }, { width: 600 });
    const places = async () => Promise.all([0, 1, 2].map(box));
    const before = await places();
    await explain.panel.send(
      { kind: 'costs', costs: methods.map(({ id }) => ({ method: id, expectedPasses: 100 })) },
      { kind: 'update', changes: { prediction: prediction(), busy: false } },
      {
        kind: 'card',
        card: {
          ...waiting[0],
          state: 'running',
          fraction: 0.5,
          passes: 1,
          expectedPasses: 2,
          seconds: 1,
          map: map(1, true),
        },
      },
      ...methods.map(
        ({ id }) =>
          ({
            kind: 'card',
            card: done(id, { warnings: ['This map is zero everywhere.', 'It was stopped.'] }),
          }) as const,
      ),
    );
    assert.deepEqual(await places(), before);
    const text = await explain.card('grad-cam').innerText();
    assert.match(text, /zero everywhere/);
    await explain.panel.send({ kind: 'notice', text: 'The model has changed.' });
    assert.deepEqual(await places(), before, 'a notice covers nothing but the foot');
  });

  it('are enlarged by a click or by Enter, one at a time, and Escape returns', async () => {
    await explain.show({ cards: all }, { width: 1400 });
    const before = await box(1);
    await maps().nth(1).click();
    assert.ok((await explain.card('integrated-gradients').boundingBox())!.width > 1.5 * before.width);
    assert.equal(await explain.card('grad-cam').isVisible(), false);
    assert.equal(await explain.page.getByRole('toolbar', { name: 'Display' }).isVisible(), true);
    await explain.page.keyboard.press('Escape');
    assert.deepEqual(await box(1), before);
    await explain.page.keyboard.press('Enter');
    assert.equal(await isLarge('integrated-gradients'), true, 'the map has kept the focus');
    await explain.page.keyboard.press('j');
    assert.equal(await isLarge('occlusion'), true, 'the next method takes its place');
    await explain.page.keyboard.press('Escape');
    assert.equal(await explain.card('grad-cam').isVisible(), true);
  });

  it('are not enlarged by dragging the image', async () => {
    await explain.show({ cards: all });
    const { x, y } = await box();
    await explain.page.mouse.move(x + 20, y + 20);
    await explain.page.mouse.down();
    await explain.page.mouse.move(x + 60, y + 60, { steps: 4 });
    await explain.page.mouse.up();
    assert.equal(await isLarge('grad-cam'), false);
  });
});

describe('the set-up of the Explain panel', () => {
  const explain = new ExplainPage();

  it('opens over the maps and moves none of them', async () => {
    await explain.show({ inputs, cards: all }, { width: 1400 });
    const before = await explain.card('grad-cam').boundingBox();
    for (const name of [/^Methods/, /^glasses/]) {
      const button = explain.page.locator('.setup-bar').getByRole('button', { name });
      await button.click();
      assert.equal(await button.getAttribute('aria-expanded'), 'true');
      assert.deepEqual(await explain.card('grad-cam').boundingBox(), before);
      await explain.page.keyboard.press('Escape');
      assert.equal(await button.getAttribute('aria-expanded'), 'false');
    }
  });

  it('shows the chosen methods as chips, how many they are, and what they cost in u and in seconds', async () => {
    const choices = methods.map(({ id }) => ({ method: id, selected: id !== 'occlusion', params: {}, layer: null }));
    await explain.show({ cards: [], choices, prediction: prediction({ seconds: 0.05 }) });
    const bar = explain.page.locator('.setup-bar');
    await explain.panel.send({
      kind: 'costs',
      costs: [
        { method: 'grad-cam', expectedPasses: 2 },
        { method: 'integrated-gradients', expectedPasses: 100 },
        { method: 'occlusion', expectedPasses: 196 },
      ],
    });
    assert.deepEqual(await bar.locator('.chip').allInnerTexts(), ['Grad-CAM', 'Integrated gradients']);
    assert.match(await bar.getByRole('button', { name: /^Methods/ }).innerText(), /2 of 3/);
    assert.match(await bar.locator('.cost').innerText(), /^102\su · about 5\.1\ss$/);
    await explain.panel.send({
      kind: 'card',
      card: done('grad-cam', { forwardPasses: 1, backwardPasses: 1, seconds: 0.2 }),
    });
    await explain.panel.send({
      kind: 'card',
      card: done('integrated-gradients', { forwardPasses: 50, backwardPasses: 51, seconds: 2 }),
    });
    assert.match(await bar.locator('.cost').innerText(), /^took 103\su · 2\.2\ss$/);
    await bar.getByRole('button', { name: 'Remove Grad-CAM' }).click();
    assert.equal((await explain.panel.posted('choose')).at(-1)?.choices[0].selected, false);
  });

  for (const width of [1400, 1030, 852])
    it(`has room for the name of a class at ${width} px, and for the true one where the line is long`, async () => {
      const truth = 'golden retriever';
      const named = predictions.map((one, i) => (i === 0 ? { ...one, label: truth } : one));
      const shown = { inputs: [{ ...inputs[0], truth }], prediction: prediction({ predictions: named }) };
      await explain.show(shown, { width });
      for (const name of width > 1000 ? ['.target-name', '.truth'] : ['.target-name']) {
        const beyond = await explain.page.locator(name).evaluate((node) => node.scrollWidth - node.clientWidth);
        assert.ok(beyond <= 0, `${name} by ${beyond} px`);
      }
    });

  it('takes a finished map away with a way back', async () => {
    await explain.show({ cards: all });
    await explain.page.getByRole('button', { name: 'Remove Grad-CAM' }).click();
    assert.equal(await explain.card('grad-cam').count(), 0);
    await explain.page.getByRole('button', { name: 'Undo' }).click();
    assert.equal((await explain.panel.posted('choose')).at(-1)?.choices[0].selected, true);
    assert.equal(await explain.page.locator('.notice').isVisible(), false);
  });

  it('lists the classes with their whole names, the chosen one and the true one always among them', async () => {
    const label = 'kerosene-burning vacuum coffee maker for well-known restaurants, espresso machine';
    const named = predictions.map((one, i) => (i === 0 ? { ...one, label } : one));
    const truth = 'scarf';
    await explain.show({ inputs: [{ ...inputs[0], truth }], prediction: prediction({ predictions: named }) });
    const bar = explain.page.locator('.setup-bar');
    assert.match(await bar.innerText(), /true: scarf ✗/);
    await bar.getByRole('button', { name: /^kerosene/ }).click();
    const rows = explain.page.locator('[data-prediction]');
    const labels = () => rows.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-label')));
    assert.deepEqual(await labels(), [label, 'no glasses', 'sunglasses', 'mask', 'hat', truth]);
    const name = rows.first().locator('.prediction-label');
    const [wanted, shown] = await name.evaluate((node) => [node.scrollWidth, node.clientWidth]);
    assert.ok(wanted <= shown, 'the name is not cut');
    await explain.page.getByRole('textbox', { name: 'Search classes' }).fill('beard');
    assert.deepEqual(await labels(), ['beard', label, truth]);
    await explain.page.getByRole('radio', { name: /scarf.*the true class/ }).waitFor();
  });

  it('says that the likeliest class is the true one', async () => {
    await explain.show({ inputs: [{ ...inputs[0], truth: 'glasses' }] });
    assert.match(await explain.page.locator('.setup-bar').innerText(), /true: glasses ✓/);
  });
});
