import assert from 'node:assert/strict';
import {
  emptyComparison,
  type ComparisonDocument,
  type ComparisonToHost,
  type ComparisonToPanel,
} from '../../src/protocol/comparison-panel';
import { comparisonOf, namedMaps, shownOf } from './support/comparisons';
import { ExplainPage } from './support/explain-page';
import { done, layers, methods, prediction, predictions } from './support/explanations';
import { TestedPage } from './support/tested-page';
import { cutTexts, escapees, overlaps } from './support/layout';

/** As long as names of classes and layers are in networks people have. */
const label = 'kerosene-burning vacuum coffee maker for well-known restaurants, espresso machine';
const module = 'features.denseblock4.denselayer16.norm2';

describe('names as long as those of real networks', () => {
  const explain = new ExplainPage();
  const comparison = new TestedPage<ComparisonDocument, ComparisonToPanel, ComparisonToHost>(
    'comparison',
    (changes) => ({ ...emptyComparison, ...changes }),
  );
  const tensor = `/${module}/BatchNormalization_output_0`;
  const method = { ...methods[1], id: 'long', label: 'Integrated gradients along a blurred path, squared, smoothed' };

  const dear = { seconds: 95, forwardPasses: 4000, backwardPasses: 0 };
  const broken = { completeness: { sum: 1, expected: 4, residual: -3 } };

  for (const width of [1400, 900, 480, 432]) {
    it(`stay within their cards at ${width} px, and are told whole`, async () => {
      await explain.show(
        {
          methods: [...methods, method],
          prediction: prediction({ predictions: predictions.map((one, i) => (i === 0 ? { ...one, label } : one)) }),
          layers: [...layers, { ...layers[0], tensor, name: 'BatchNormalization_431', module }],
          cards: [
            done('grad-cam', { layer: tensor }),
            done('integrated-gradients', { ...dear, ...broken }),
            done('occlusion', { ...dear, warnings: ['The map adds up to 163000 in place of 178000.'] }),
            { ...done('long'), variant: { steps: 50, baseline: 'blur', sigma: 5, scale: 'multiplied by the input' } },
          ],
        },
        { width },
      );
      assert.deepEqual(await escapees(explain.page, '.card'), []);
      assert.deepEqual(await overlaps(explain.page, '.card'), []);
      const widths = await explain.page.locator('.card').evaluateAll((cards) => cards.map((one) => one.clientWidth));
      assert.deepEqual(new Set(widths).size, 1, `cards are equally wide: ${widths.join()}`);
      assert.deepEqual(await cutTexts(explain.page, 'body'), []);
    });
  }

  it('of classes leave no list of a comparison', async () => {
    const labels = [label, `${label}, ${label}`];
    await comparison.show(await comparisonOf({ labels, target: labels[1] }), { width: 1400 });
    assert.deepEqual(await escapees(comparison.page, 'body'), []);
  });

  it('are cut over the maps of a comparison, and told whole', async () => {
    const maps = namedMaps(3).map((one) => ({
      ...one,
      name: `${one.name} (${method.label}) · mobilenet-v2-7-12.onnx`,
    }));
    await comparison.show(await comparisonOf({ shown: { state: 'done', value: await shownOf(maps) } }), { width: 480 });
    await comparison.page.locator('.map').nth(2).waitFor();
    for (const box of ['.map', '.histogram-row', '.scatter-box']) {
      assert.deepEqual(await escapees(comparison.page, box), []);
      assert.deepEqual(await overlaps(comparison.page, box), []);
    }
    assert.deepEqual(await cutTexts(comparison.page, 'body'), []);
  });
});
