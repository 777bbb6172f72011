import assert from 'node:assert/strict';
import { smoothgrad } from '../../../src/engine/attribution/gradient/smoothgrad';
import { amplitudesOf } from '../../../src/engine/baseline/amplitude';
import { floats } from '../../../src/engine/tensor/tensor';
import { curvedNetwork, explain, gap, noise } from '../attribution/perturbation/setup';

const input = floats([1, 2, 2], [1, 2, -3, 5]);

describe('an amplitude', () => {
  it('is a share of the way from black to white in each channel, whichever is larger', () => {
    const levels = { black: [0, 3], white: [255, -1] };
    assert.deepEqual(amplitudesOf({ input, levels }, 0.2, 'range'), [51, 0.8]);
  });

  it('is a share of what occurs in an input that is no image, and 0 where all is the same', () => {
    assert.deepEqual(amplitudesOf({ input }, 0.25, 'range'), [2, 2]);
    assert.deepEqual(amplitudesOf({ input: floats([1, 1, 3], [4, 4, 4]) }, 0.25, 'range'), [0]);
  });

  it('is taken as it is where it is counted in units of the input', () => {
    const levels = { black: [0, 0], white: [255, 255] };
    assert.deepEqual(amplitudesOf({ input, levels }, 0.2, 'input'), [0.2, 0.2]);
  });
});

describe('SmoothGrad on a network that takes 0…255', () => {
  const network = curvedNetwork([1, 6, 6]);
  const image = floats(
    [1, 1, 6, 6],
    noise([1, 1, 6, 6], 'image').data.map((v) => 127.5 * (v + 1)),
  );
  const levels = { black: [0], white: [255] };
  const mapOf = async (params: Readonly<Record<string, unknown>>) =>
    (await explain(smoothgrad, network, image, { levels, params })).map.data;
  after(() => network.close());

  it('has noise of a share of that range, as much as is asked for in its units', async () => {
    const shares = await mapOf({ stdev: 0.2 });
    assert.ok(gap(shares, await mapOf({ stdev: 51, convention: 'input' })) < 1e-5);
    assert.ok(gap(shares, await mapOf({ stdev: 0.2, convention: 'input' })) > 1e-3);
  });
});
