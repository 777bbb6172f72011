import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { imputations, removalMap } from '../../../src/engine/metric/road';
import { metrics } from '../../../src/engine/replay/metrics';
import { decodeNpy } from '../../../src/engine/tensor/npy';
import { asFloats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { describeCases } from '../statistics/reference';

const stored = (name: string): FloatTensor => asFloats(decodeNpy(readFileSync(path.join(__dirname, '../../fixtures/metrics', name)), name));

describe('metrics against the reference', () => {
  describeCases(metrics, 'metrics');

  for (const [order, name] of [['mostRelevantFirst', 'imputedM60'], ['leastRelevantFirst', 'imputedL60']] as const) {
    it(`imputes as the reference's sparse solver does, ${order}`, () => {
      const image = stored('p-cnn.image-0.npy');
      const want = stored(`road-probability.p-cnn.${name}.npy`);
      const map = removalMap(stored('p-cnn.image-0.map.npy').data, order);
      // From an earlier percentile, as in use, so that the warm start is tested too.
      const [, got] = imputations(image, map, [20, 60]);
      const peak = Math.max(...want.data.map(Math.abs));
      want.data.forEach((v, i) => assert.ok(Math.abs(got[i] - v) <= 2e-5 * peak, `${i}: ${got[i]}, want ${v}`));
    });
  }
});
