import assert from 'node:assert/strict';
import type { ExplainDocument } from '../../src/protocol/explain-document';
import { ExplainPage } from './support/explain-page';
import { documentOf } from './support/explanations';
import { recipe } from './support/recipes';

/** What the host knows when an image was just chosen, one part after the other. */
const nothingYet: Partial<ExplainDocument> = {
  model: null,
  methods: [],
  choices: [],
  layers: [],
  recipe: null,
  prediction: null,
  cards: [],
  busy: true,
};

describe('the Explain panel while it opens', () => {
  const explain = new ExplainPage();

  it('says in the place of the image that it reads the model and predicts', async () => {
    await explain.show(nothingYet);
    const line = explain.page.locator('.input-view .card-sub');
    assert.match(await line.innerText(), / · reading the model, predicting…/);
    await explain.panel.send({ kind: 'update', changes: { prediction: documentOf().prediction, busy: false } });
    assert.doesNotMatch(await line.innerText(), /reading/);
  });

  for (const width of [1400, 900, 480])
    it(`has its image where it stays at ${width} px, whatever is learnt after it`, async () => {
      const whole = documentOf({ recipe });
      await explain.show(nothingYet, { width });
      const place = async () => {
        const box = await explain.page.locator('.input-view canvas').boundingBox();
        return box && [box.x, box.y, box.width];
      };
      const parts: readonly (keyof ExplainDocument)[] = [
        'model',
        'methods',
        'choices',
        'cards',
        'prediction',
        'layers',
      ];
      const places = [await place()];
      for (const part of [...parts, 'recipe'] as const) {
        await explain.panel.send({ kind: 'update', changes: { [part]: whole[part] } });
        places.push(await place());
      }
      assert.equal(new Set(places.map((one) => one?.[1])).size, 1, JSON.stringify(places));
    });
});
