import assert from 'node:assert/strict';
import type { ComparisonDocument } from '../../src/protocol/comparison-panel';
import { comparisonOf, namedMaps, shownOf } from './support/comparisons';
import { candidates, detection } from './support/detections';
import { comparisonPage } from './support/panel-pages';

const [glasses, face] = candidates;

describe('a comparison of what a detector finds', () => {
  const comparison = comparisonPage();
  const show = async (changes: Partial<ComparisonDocument> = {}): Promise<void> => {
    const value = { ...(await shownOf(namedMaps(2))), boxes: detection().boxes! };
    await comparison.show(await comparisonOf({ shown: { state: 'done', value }, ...changes }));
    await comparison.page.locator('.map').first().waitFor();
  };
  const target = () => comparison.page.getByLabel('Target class');
  const chosen = () => target().locator('option:checked').innerText();
  /** What lies on the left edge of the box of the glasses in the first map. */
  const edge = () =>
    comparison.page
      .locator('.map canvas')
      .first()
      .evaluate(
        (canvas: HTMLCanvasElement, [x, y]) => {
          const context = canvas.getContext('2d')!;
          const at = [Math.round((x / 64) * canvas.width), Math.round((y / 64) * canvas.height)];
          return [...context.getImageData(at[0], at[1], 1, 1).data];
        },
        [glasses.corners[0], (glasses.corners[1] + glasses.corners[3]) / 2] as const,
      );

  it('offers its boxes as targets, and draws the chosen one over every map', async () => {
    await show();
    const options = await target().locator('option').allInnerTexts();
    assert.deepEqual(options.slice(0, 3), [
      'The most confident box',
      `${glasses.label} 0.91 · 15, 20 – 49, 36`,
      `${face.label} 0.74 · 12, 8 – 52, 60`,
    ]);
    await target().selectOption(options[1]);
    const { index, corners, proposal } = glasses;
    const box = { index, corners, proposal, quantity: 'score' } as const;
    assert.deepEqual(await comparison.panel.posted('box'), [{ kind: 'box', box }]);
    await comparison.page.waitForTimeout(200);
    const before = await edge();
    const asked = { target: box, label: glasses.label, inImage: corners };
    await comparison.panel.send({ kind: 'update', changes: { box: asked } });
    await comparison.page.waitForTimeout(200);
    assert.equal(await chosen(), options[1]);
    assert.notDeepEqual(await edge(), before);
    await target().selectOption('The most confident box');
    assert.deepEqual(await comparison.panel.posted('target'), [{ kind: 'target', target: null }]);
  });

  it('keeps the chosen box in the list while its maps are made, and says what several models are asked', async () => {
    const { index, corners, proposal } = glasses;
    const box = {
      target: { index, corners, proposal, quantity: 'score' },
      label: glasses.label,
      inImage: corners,
    } as const;
    const models = ['a.onnx', 'b.onnx'].map((name) => ({ uri: `file:///${name}`, name }));
    await show({ box, models });
    await comparison.panel.send({ kind: 'update', changes: { shown: { state: 'none' }, busy: true } });
    await comparison.page.waitForTimeout(100);
    assert.match(await chosen(), /0\.91 · 15, 20/);
    assert.match(
      await comparison.page.getByRole('region', { name: 'Target' }).innerText(),
      /best score times overlap with this box of a\.onnx/,
    );
  });

  it('offers none of several images, whose boxes differ', async () => {
    const inputs = ['a.png', 'b.png'].map((name) => ({ uri: `file:///${name}`, name, thumbnail: null }));
    await show({ inputs });
    assert.equal((await target().locator('option').allInnerTexts())[0], 'The predicted class');
  });
});
