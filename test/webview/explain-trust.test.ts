import assert from 'node:assert/strict';
import type { CardTrust } from '../../src/protocol/trust-strip';
import { ExplainPage } from './support/explain-page';
import { cutTexts } from './support/layout';
import { done, prediction } from './support/explanations';
import { recipe, statedRecipe } from './support/recipes';

const seed = {
  id: 'second-seed',
  label: 'Second seed',
  question: 'Does another seed make the same map?',
  formula: 'Pearson r; at least 0.5',
};
const noise = {
  id: 'quantisation',
  label: 'Noise',
  question: 'Does it stay under noise?',
  formula: 'moves; at most 1',
};
const kind = {
  id: 'specificity',
  label: 'Class',
  question: 'Does another class get another map?',
  formula: 'Pearson r; at most 0.8',
};
const why = 'It looks the same for every class: it shows edges, not evidence.';

describe('the strip under a map in the Explain panel', () => {
  const explain = new ExplainPage();
  const strip = () => explain.card('grad-cam').locator('.trust');
  const say = (trust: CardTrust) => explain.panel.send({ kind: 'trust', card: 'grad-cam', trust });

  it('keeps its room, says costs before, marks after, and why a map fails', async () => {
    await explain.show({ prediction: prediction(), cards: [done('grad-cam')] });
    const before = await explain.card('grad-cam').boundingBox();
    await say({ marks: [], ahead: [{ ...kind, expectedPasses: 2 }], waiting: [] });
    assert.match(await strip().innerText(), /Class …\s+2\.00\s+u/);
    const failed = { ...kind, passed: false, value: 0.9, said: 'r 0.90', why, passes: 2 };
    const passed = { ...seed, passed: true, value: 0.9, said: 'r 0.93', passes: 8 };
    await say({ marks: [passed, failed], ahead: [], waiting: [{ ...noise, expectedPasses: 600 }] });
    await explain.page.locator('.card.doubtful').waitFor();
    assert.match(await strip().innerText(), /✓ Second seed r 0\.93[^]*✗ Class r 0\.90[^]*it shows edges, not evidence/);
    assert.match((await strip().locator('[data-state=failed]').getAttribute('title')) ?? '', /at most 0\.8[^]*It cost/);
    assert.deepEqual(await explain.card('grad-cam').boundingBox(), before);
    assert.deepEqual(await cutTexts(explain.page, '.trust'), []);
    assert.equal(await explain.card('grad-cam').locator('.doubt-badge').isVisible(), true, 'what is greyed says so');
    await strip().getByRole('button', { name: 'What the checks mean' }).click();
    const meanings = explain.page.getByRole('dialog', { name: 'What the checks mean' });
    assert.match(await meanings.innerText(), /Class\s+Does another class get another map\?[^]*at most 0\.8[^]*Noise/);
    await explain.page.keyboard.press('Escape');
    await strip().getByRole('button', { name: 'Check the rest' }).click();
    assert.equal((await explain.panel.until('trustAll', 1))[0].card, 'grad-cam');
  });

  it('has room for every reason in whole', async () => {
    const reasons = [
      'It looks the same for Labrador retriever: it shows edges, not evidence for this class.',
      'It looks the same when the network has forgotten what it learned: it shows edges, not evidence.',
      'Its values do not add up to the score: 12 % of it is missing or invented.',
    ];
    for (const reason of reasons) {
      await explain.show({ prediction: prediction(), cards: [done('grad-cam')] }, { width: 1000 });
      const failed = { ...kind, passed: false, value: 0.9, said: 'r 0.90', why: reason, passes: 2 };
      const marks = [
        failed,
        ...[seed, noise].map((one) => ({ ...one, passed: true, value: 1, said: 'r 1', passes: 2 })),
      ];
      await say({ marks, ahead: [], waiting: [] });
      const said = strip().locator('.trust-why');
      await said.waitFor();
      assert.equal(await said.innerText(), `Greyed: ${reason}`);
      assert.ok(await said.evaluate((node) => node.scrollHeight <= node.clientHeight), reason);
      explain.close();
    }
  });

  it('reassures nobody whose recipe is guessed', async () => {
    const passed = { ...seed, passed: true, value: 0.9, said: 'r 0.93', passes: 8 };
    for (const [now, words] of [
      [recipe, /^The recipe is guessed: no check/],
      [statedRecipe(), /^$/],
    ] as const) {
      await explain.show({ prediction: prediction(), cards: [done('grad-cam')], recipe: now });
      await say({ marks: [passed], ahead: [], waiting: [] });
      assert.match(await strip().innerText(), /✓ Second seed/);
      assert.match(await strip().locator('.trust-why').innerText(), words);
      assert.deepEqual(await cutTexts(explain.page, '.trust'), []);
      explain.close();
    }
  });

  it('forgets the marks with the map they were of', async () => {
    await explain.show({ prediction: prediction(), cards: [done('grad-cam')] });
    const failed = { ...kind, passed: false, value: 0.9, said: 'r 0.90', why, passes: 2 };
    await say({ marks: [failed], ahead: [], waiting: [] });
    await explain.page.locator('.card.doubtful').waitFor();
    await explain.panel.send({ kind: 'card', card: done('grad-cam') });
    await explain.page.locator('.card[data-card=grad-cam]:not(.doubtful)').waitFor();
    assert.equal((await strip().innerText()).includes('Class'), false);
  });
});
