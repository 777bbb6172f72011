import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import type { Network } from '../../../../src/engine/session/network';
import { IMAGES, inputFor, TOKENS } from './networks';
import { equal, run, variantsOf } from './running';

describe('contract of methods: the seed', () => {
  const [images, tokens] = [IMAGES.open(), TOKENS.open()];
  after(() => Promise.all([images.close(), tokens.close()]));

  for (const method of methods) {
    const [network, kind]: [Network, typeof IMAGES] =
      method.group === 'attention' ? [tokens, TOKENS] : [images, IMAGES];
    for (const variant of variantsOf(method).filter(({ name, random }) => random || name === 'defaults')) {
      const random = method.random === true || variant.random;
      it(`${method.id}, ${variant.name}: ${random ? 'decides on the map' : 'changes nothing'}`, async () => {
        const mapOf = async (seed: number) =>
          (await run(method, { network, input: inputFor(kind), params: variant.params, seed })).map;
        const [first, again, other] = [await mapOf(1), await mapOf(1), await mapOf(2)];
        assert.ok(equal(first, again), 'the same seed gives another map');
        assert.equal(equal(first, other), !random);
      });
    }
  }
});
