import assert from 'node:assert/strict';
import { deserialize, serialize } from 'node:v8';
import { drawFigure } from '../../../src/engine/figure/figure';
import { figureForms, type Figure } from '../../../src/protocol/figure';

/** The smallest image there is: one grey pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

describe('a drawn figure', () => {
  const figure: Figure = {
    title: 'a.png',
    across: 1,
    tiles: [{ title: 'Input', image: { png, width: 1, height: 1 }, legend: null, note: '' }],
    notes: [],
  };

  for (const form of figureForms)
    it(`is plain bytes as ${form}, which reach a page over both processes`, async () => {
      const bytes = await drawFigure(figure, form);
      // VS Code tells typed arrays by the name of their constructor; a Buffer becomes the JSON that it makes of itself.
      assert.equal(bytes.constructor, Uint8Array);
      assert.equal((deserialize(serialize(bytes)) as Uint8Array).constructor, Uint8Array);
    });
});
