import assert from 'node:assert/strict';
import {
  emptyComparison,
  type ComparisonDocument,
  type ComparisonToHost,
  type ComparisonToPanel,
} from '../../src/protocol/comparison-panel';
import { comparisonOf, namedMaps, shownOf } from './support/comparisons';
import { EvaluationPage } from './support/evaluation-page';
import { ExplainPage } from './support/explain-page';
import { FiltersPage } from './support/filters-page';
import { cutTexts, escapees } from './support/layout';
import { recipe, statedRecipe } from './support/recipes';
import { plain } from './support/training-page';
import { TestedPage } from './support/tested-page';

const { model } = recipe;
const stated = statedRecipe();

describe('the recipe in the header', () => {
  const explain = new ExplainPage();
  const evaluation = new EvaluationPage();
  const filters = new FiltersPage();
  const comparison = new TestedPage<ComparisonDocument, ComparisonToPanel, ComparisonToHost>(
    'comparison',
    (changes) => ({ ...emptyComparison, ...changes }),
  );
  const pages: readonly (readonly [string, () => Promise<TestedPage<never, never, { kind: string }>>])[] = [
    ['Explain', async () => (await explain.show({ recipe }), explain as never)],
    ['Evaluate', async () => (await evaluation.show({ recipes: [recipe] }), evaluation as never)],
    ['Filters', async () => (await filters.show({ recipe }, { state: { view: 'features' } }), filters as never)],
    [
      'Compare',
      async () => {
        await comparison.show(
          await comparisonOf({ shown: { state: 'done', value: await shownOf(namedMaps(2)) }, recipes: [recipe] }),
        );
        return comparison as never;
      },
    ],
  ];
  for (const [name, open] of pages) {
    it(`of ${name} says how the model is fed and what is a guess, and leads to the form`, async () => {
      const shown = await open();
      const strip = shown.page.locator('header').getByRole('button', { name: /RGB/ });
      assert.equal(
        plain((await strip.textContent()) ?? ''),
        'RGB · 224 · centre crop · 0…1 · guessed · 1000 classes without names',
      );
      assert.match((await strip.getAttribute('title')) ?? '', /range \(the graph scales nothing\)/);
      await strip.click();
      await shown.page.locator('header').getByRole('button', { name: 'Check', exact: true }).click();
      assert.deepEqual(await shown.panel.posted('openModel'), [
        { kind: 'openModel', model },
        { kind: 'openModel', model, at: 'check' },
      ]);
    });
  }

  it('says the numbers by the name they are known by, and nothing more where all is stated', async () => {
    const [mean, std] = [
      [0.485, 0.456, 0.406],
      [0.229, 0.224, 0.225],
    ];
    const says = async (changes: Parameters<typeof statedRecipe>[0], text: string): Promise<void> => {
      await explain.panel.send({ kind: 'update', changes: { recipe: statedRecipe(changes) } });
      assert.equal(await explain.page.locator('.recipe-strip').textContent(), text);
    };
    await explain.show({ recipe: stated });
    await says({}, 'RGB · 224 · centre crop · 0…1');
    await says({ mean, std }, 'RGB · 224 · centre crop · ImageNet mean/std');
    await says(
      { range: [0, 255], mean: [103.939, 116.779, 123.68], color: 'bgr' },
      'BGR · 224 · centre crop · Caffe mean',
    );
    await says({ range: [-1, 1], size: [192, 160] }, 'RGB · 192 × 160 · centre crop · −1…1');
    await says(
      { color: 'gray', mean: [0.1307], std: [0.3081] },
      'grey · 224 · centre crop · 0…1, mean 0.1307, std 0.3081',
    );
    const volumes = { ...statedRecipe({ black: -1000, white: 400 }), ofVolumes: true } as const;
    await explain.panel.send({ kind: 'update', changes: { recipe: volumes } });
    assert.equal(await explain.page.locator('.recipe-strip').textContent(), 'volumes · black -1000, white 400 · 0…1');
    await explain.panel.send({ kind: 'update', changes: { recipe: { ...stated, preprocessing: null } } });
    assert.equal(await explain.page.locator('.recipe-strip').textContent(), 'arrays as they are');
  });

  it('names the file of labels that fits, and every model of several', async () => {
    const labelFiles = [{ name: 'imagenet-1000.txt', names: ['tench'] }];
    const other = { ...stated, model: 'file:///models/b.onnx', name: 'b.onnx' };
    await evaluation.show({ recipes: [{ ...recipe, labelFiles }, other] }, { width: 480 });
    assert.deepEqual((await evaluation.page.locator('.recipe-strip button').allInnerTexts()).map(plain), [
      'squeezenet.onnx · RGB · 224 · centre crop · 0…1 · guessed',
      'Check',
      'Use imagenet-1000.txt',
      'b.onnx · RGB · 224 · centre crop · 0…1',
    ]);
    await evaluation.page.getByRole('button', { name: 'Use imagenet-1000.txt' }).click();
    assert.deepEqual(await evaluation.panel.posted('useLabels'), [
      { kind: 'useLabels', model, file: 'imagenet-1000.txt' },
    ]);
    assert.deepEqual(await escapees(evaluation.page, 'header'), []);
    assert.deepEqual(await cutTexts(evaluation.page, 'header'), []);
  });

  it('keeps what is guessed in the line of what it is about', async () => {
    await filters.show({ recipe: { ...recipe, named: 1000 } }, { state: { view: 'features' } });
    for (let width = 300; width <= 600; width += 10) {
      await filters.page.setViewportSize({ width, height: 800 });
      const [said, doubt] = await filters.page
        .locator('header .recipe')
        .evaluate((node) =>
          ['.recipe-said', '.doubt'].map((part) =>
            [...node.querySelector(part)!.getClientRects()].map(({ top }) => top),
          ),
        );
      assert.deepEqual(doubt, said.slice(-1), `at ${width} px`);
    }
  });

  it('has a line of its own in Explain where image and model leave no room for it', async () => {
    const name = 'squeezenet1.1-imagenet-fp32-with-a-long-name.onnx';
    const labelFiles = [{ name: 'imagenet-1000.txt', names: ['tench'] }];
    for (const width of [900, 480]) {
      await explain.show({ recipe: { ...recipe, labelFiles }, model: { uri: model, name, hash: null } }, { width });
      const seen = async (selector: string) => (await explain.page.locator(selector).first().boundingBox())!;
      const [image, link, said] = [
        await seen('.header-image'),
        await seen('.header-title > .link'),
        await seen('.recipe-said'),
      ];
      assert.ok(
        image.width > 24 && link.width > 120 && said.width > 100,
        `${image.width}, ${link.width}, ${said.width}`,
      );
      assert.ok(said.y >= link.y + link.height - 4, 'below the model');
      assert.deepEqual(await escapees(explain.page, 'header'), []);
      explain.close();
    }
  });
});
