import assert from 'node:assert/strict';
import { ExplainPage } from './support/explain-page';
import { done, map, methods, prediction, size } from './support/explanations';

describe('legends in the Explain panel', () => {
  const explain = new ExplainPage();
  const ends = (method: string) =>
    explain.card(method).locator('.legend-low, .legend-high, .legend-unit').allInnerTexts();
  const constant = (low: number, high: number) => {
    const data = Float32Array.from({ length: size * size }, (_, i) => low + ((high - low) * i) / (size * size - 1));
    return { dims: [1, size, size], data };
  };

  it('begin with the smallest value where all lie far above zero, as those of RISE', async () => {
    await explain.show({ cards: [done('occlusion', { map: constant(21, 25) })] });
    const [low, high] = await ends('occlusion');
    assert.equal(low, '21.0');
    assert.match(high, /^≥ 2[45]\.\d$/);
  });

  it('mark an end only where values lie beyond it', async () => {
    const flat = { dims: [1, size, size], data: new Float32Array(size * size).fill(0.5) };
    flat.data[0] = 0;
    await explain.show({ cards: [done('grad-cam', { map: flat }), done('integrated-gradients')] });
    assert.deepEqual((await ends('grad-cam')).slice(0, 2), ['0', '0.500']);
    assert.match((await ends('integrated-gradients'))[0], /^≤ −/);
    await explain.page.getByLabel('Scale').selectOption('own');
    assert.match((await ends('integrated-gradients'))[0], /^−/);
  });

  it('have the unit of their method, or say that there is none', async () => {
    const cards = methods.map(({ id }) => done(id));
    await explain.show({ cards });
    const units = () => Promise.all(methods.map(async ({ id }) => (await ends(id))[2]));
    assert.deepEqual(await units(), ['relative', 'logit', 'logit / input']);
    const unit = explain.card('grad-cam').locator('.legend-unit');
    assert.match((await unit.getAttribute('title')) ?? '', /compare with each other only/);
    await explain.panel.send({ kind: 'update', changes: { prediction: prediction({ link: 'identity' }) } });
    assert.deepEqual(
      await units(),
      ['relative', 'estimate', 'estimate / input'],
      'networks that estimate have no logits',
    );
  });

  it('are shared by maps that can be told apart on one scale, and by no others', async () => {
    await explain.show({
      cards: [
        done('grad-cam', { map: map(1, false, 10) }),
        done('integrated-gradients'),
        done('occlusion', { map: map(1, true, 0.001) }),
      ],
    });
    await explain.page.getByLabel('Scale').selectOption('shared');
    const [large, middle, small] = await Promise.all(methods.map(async ({ id }) => (await ends(id))[1]));
    assert.equal(large, middle);
    assert.ok(Number(small) < 0.01, `${small}: a map this small would be one colour`);
  });
});
