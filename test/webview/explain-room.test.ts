import assert from 'node:assert/strict';
import { ExplainPage } from './support/explain-page';
import { documentOf, done, methods, prediction, predictions, size } from './support/explanations';
import { recipe } from './support/recipes';

/** What is cut of the elements of a selector, in pixels. */
const cut = (explain: ExplainPage, selector: string) =>
  explain.page.locator(selector).evaluateAll((all) => all.map((one) => Math.max(0, one.scrollWidth - one.clientWidth)));

describe('the room of the Explain panel', () => {
  const explain = new ExplainPage();
  const named = ['Layer gradient × activation', 'Guided integrated gradients', 'Integrated gradients'];
  const many = methods.map((method, i) => ({ ...method, label: named[i] }));

  for (const width of [1400, 1092, 700])
    it(`holds the whole names of the chosen methods at ${width} px`, async () => {
      await explain.show({ methods: many, cards: methods.map(({ id }) => done(id)) }, { width });
      assert.deepEqual(await cut(explain, '.chip-name'), [0, 0, 0]);
      const bar = await explain.page.locator('.setup-bar').boundingBox();
      for (const chip of await explain.page.locator('.chip').all()) {
        const box = await chip.boundingBox();
        assert.ok(bar && box && box.x + box.width <= bar.x + bar.width && box.y + box.height <= bar.y + bar.height);
      }
    });

  for (const width of [1400, 900, 480]) {
    it(`holds the name of the target at ${width} px, and every display setting`, async () => {
      const named = predictions.map((one, i) => (i === 0 ? { ...one, label: 'golden retriever' } : one));
      const cards = methods.map(({ id }) => done(id));
      await explain.show({ prediction: prediction({ predictions: named }), cards }, { width: width - 48 });
      assert.deepEqual(await cut(explain, '.target-name'), [0]);
      const hidden = await explain.page
        .getByRole('toolbar', { name: 'Display' })
        .locator(':scope > *')
        .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth).length);
      assert.equal(hidden, 0);
    });
  }

  for (const width of [1400, 900, 480, 432])
    it(`keeps the doubt about a recipe in sight at ${width} px, in one line`, async () => {
      const labelFiles = [{ name: 'imagenet-1000-classes.txt', names: ['tench'] }];
      await explain.show({ recipe: { ...recipe, labelFiles } }, { width });
      const doubt = explain.page.locator('.recipe .doubt').first();
      assert.match(await doubt.innerText(), /guessed/);
      assert.deepEqual((await cut(explain, '.recipe .doubt'))[0], 0);
      const [inner, outer] = [await doubt.boundingBox(), await explain.page.locator('.recipe-strip').boundingBox()];
      assert.ok(inner && outer && inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width + 1);
      assert.ok(outer.height < 24, `${outer.height} px high`);
    });

  it('keeps no empty line for warnings, and shows them where there are some', async () => {
    await explain.show({
      cards: [done('grad-cam'), done('occlusion', { warnings: ['This map is zero everywhere.'] })],
    });
    const card = await explain.card('grad-cam').boundingBox();
    const [facts, trust] = await Promise.all(
      ['.facts-line', '.trust'].map((part) => explain.card('grad-cam').locator(part).last().boundingBox()),
    );
    // The strip of checks, whose room is kept, follows at once and is the last.
    assert.ok(card && facts && trust && card.y + card.height - trust.y - trust.height < 2);
    assert.ok(trust.y - facts.y - facts.height < 8);
    assert.match(await explain.card('occlusion').innerText(), /This map is zero everywhere\./);
    const places = await explain.page
      .locator('.card .stage-canvas')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y));
    assert.deepEqual(new Set(places).size, 1, `the images stand in one row: ${places.join()}`);
  });

  it('keeps the line of the object on every card until its score arrives', async () => {
    await explain.show({ cards: methods.map(({ id }) => done(id)) });
    const mask = { dims: [size, size], data: new Float32Array(size * size).fill(1) };
    await explain.panel.send({ kind: 'object', object: { mask, saved: true, file: 'a.mask.png' } });
    const heights = () =>
      explain.page.locator('.card[data-method]').evaluateAll((all) => all.map((one) => one.clientHeight));
    const before = await heights();
    assert.match(await explain.card('grad-cam').innerText(), /IoU …/);
    const scores = {
      scores: { 'grad-cam': { iou: 0.5, hit: true, distance: 0 } },
      formulas: { iou: '', pointing: '' },
    };
    await explain.panel.send({ kind: 'objectScores', objectScores: scores });
    assert.deepEqual(await heights(), before);
    assert.match(await explain.card('grad-cam').innerText(), /IoU 0\.500/);
  });

  it('shows a comparison of two parameters as rows and columns, and the next method below it', async () => {
    const sweep = { steps: [10, 50], baseline: ['zeros', 'blur', 'uniform'] };
    const { choices } = documentOf();
    const swept = choices.map((one) => (one.method === 'integrated-gradients' ? { ...one, sweep } : one));
    const variants = sweep.steps.flatMap((steps) => sweep.baseline.map((baseline) => ({ steps, baseline })));
    const cards = [
      done('grad-cam'),
      ...variants.map((variant) => ({ ...done('integrated-gradients'), variant })),
      done('occlusion'),
    ];
    await explain.show({ choices: swept, cards }, { width: 1400 });
    const boxes = (selector: string) =>
      explain.page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    const grid = await boxes('.card[data-method="integrated-gradients"]');
    for (const [i, { x, y }] of grid.entries())
      assert.deepEqual([x, y], [grid[i % 3].x, grid[i < 3 ? 0 : 3].y], `card ${i}`);
    assert.ok(grid[3].y > grid[0].y && grid[1].x > grid[0].x);
    const [occlusion] = await boxes('.card[data-method="occlusion"]');
    assert.ok(occlusion.y > grid[5].y, 'the next method begins a row of its own');
  });
});
