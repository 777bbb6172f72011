import assert from 'node:assert/strict';
import { ExplainPage } from './support/explain-page';
import { done, prediction } from './support/explanations';

const evaluation = { out: '/out', folder: '/photos', models: [], methods: [] };

describe('verdicts on the maps of an evaluation in the Explain panel', () => {
  const explain = new ExplainPage();
  const bar = () => explain.card('grad-cam').getByRole('toolbar', { name: 'Your verdict on the map' });

  it('are given on a card, changed and taken back; its room is kept', async () => {
    await explain.show({ prediction: prediction(), cards: [done('grad-cam')], evaluation });
    assert.equal(await bar().isVisible(), false, 'the map is none of the evaluation yet');
    const before = await explain.card('grad-cam').boundingBox();
    await explain.panel.send({ kind: 'verdicts', verdicts: { 'grad-cam': { own: null, others: [] } } });
    assert.deepEqual(await explain.card('grad-cam').boundingBox(), before);
    assert.equal(await explain.card('grad-cam').getByText('Your verdict:').isVisible(), true);
    await bar().getByRole('button', { name: 'Misleading' }).click();
    const [first] = await explain.panel.until('verdict', 1);
    assert.deepEqual(first, { kind: 'verdict', card: 'grad-cam', verdict: 'misleading' });
    const others = [{ rater: 'Bob', verdict: 'helpful' as const }];
    await explain.panel.send({ kind: 'verdicts', verdicts: { 'grad-cam': { own: 'misleading', others } } });
    assert.equal(await bar().getByRole('button', { name: 'Misleading' }).getAttribute('aria-pressed'), 'true');
    assert.match(await explain.card('grad-cam').innerText(), /1 others/);
    await bar().getByRole('button', { name: 'Misleading' }).click();
    assert.equal((await explain.panel.until('verdict', 2))[1].verdict, null);
  });

  it('are asked for in no other panel', async () => {
    await explain.show({ prediction: prediction(), cards: [done('grad-cam')] });
    assert.equal(await explain.card('grad-cam').locator('.verdicts').isVisible(), false);
  });
});
