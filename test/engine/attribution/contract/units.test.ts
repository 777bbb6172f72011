import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import type { FloatTensor } from '../../../../src/engine/tensor/tensor';
import { IMAGES, IN_OTHER_UNITS, inputFor, scaled, UNIT } from './networks';
import { agree, run, variantsOf } from './running';

/** A map whose largest magnitude is 1: gradients have the units of the score by those of the input. */
function normalised(map: FloatTensor): FloatTensor {
  const peak = map.data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return peak > 0 ? scaled(map, 1 / peak) : map;
}

describe('contract of methods: units of the input', () => {
  const [network, other] = [IMAGES.open(), IN_OTHER_UNITS.open()];
  const input = inputFor(IMAGES);
  after(() => Promise.all([network.close(), other.close()]));

  for (const method of methods.filter(({ group }) => group !== 'attention')) {
    for (const { name, params } of variantsOf(method)) {
      if (params.convention === 'input') continue;
      it(`${method.id}, ${name}: the map of a network that takes ${UNIT} for 1 is the same`, async () => {
        const { map } = await run(method, { network, input, params });
        const there = await run(method, { network: other, input: scaled(input, UNIT), params, unit: UNIT });
        assert.ok(agree(normalised(map), normalised(there.map)));
      });
    }
  }
});
