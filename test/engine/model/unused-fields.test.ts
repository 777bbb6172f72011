import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import type { Recipe } from '../../../src/protocol/recipe';

const MODEL = join(__dirname, '../../fixtures/models/cnn-small.onnx');

describe('fields of a sidecar that the model has no use for', () => {
  const warnings = async (given: Recipe) => describeModel(await readModelFile(MODEL), given).warnings;
  const cases: readonly (readonly [Recipe, ...RegExp[]])[] = [
    [{ layout: 'nhwc' }, /"layout".*nhwc.*channels first/],
    [{ composite: [1, 2, 9] }, /"composite".*beyond the \d/],
    [{ detection: { scoreThreshold: 0.5 } }, /"detection".*classification/],
    [{ layers: { '/nowhere/Relu_output_0': 'first' } }, /"layers".*nowhere/],
  ];
  for (const [given, ...words] of cases)
    it(`are named: ${JSON.stringify(given)}`, async () => {
      const said = (await warnings(given)).join('\n');
      for (const word of words) assert.match(said, word);
    });

  it('are not named where they are used', async () => {
    const { logits } = describeModel(await readModelFile(MODEL));
    assert.deepEqual(await warnings({ layout: 'nchw', layers: { [logits.tensor]: 'scores' } }), []);
  });
});
