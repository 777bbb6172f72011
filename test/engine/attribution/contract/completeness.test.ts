import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import type { Attribution } from '../../../../src/engine/attribution/method';
import type { Network } from '../../../../src/engine/session/network';
import type { FloatTensor } from '../../../../src/engine/tensor/tensor';
import { Execution } from '../../../../src/engine/session/execution';
import { scoresOf } from '../../../../src/engine/session/score';
import { filled, inputFor, UNBIASED } from './networks';
import { run, smallFor } from './running';

/** What the sum of a map must be, and how near it comes with parameters of the contract, relative to the score. */
interface Claim {
  readonly expected: 'score' | 'difference' | 'its own';
  readonly within: number;
}

const exact = 1e-4;
/** Methods that claim an axiom. Baselines are zeros, at which this network without biases gives 0. */
const CLAIMS: Readonly<Record<string, Claim>> = {
  'integrated-gradients': { expected: 'difference', within: 0.05 },
  'gradient-shap': { expected: 'difference', within: 0.3 },
  'guided-integrated-gradients': { expected: 'difference', within: 0.15 },
  'layer-integrated-gradients': { expected: 'difference', within: 0.05 },
  'blur-integrated-gradients': { expected: 'its own', within: 0.05 },
  xrai: { expected: 'its own', within: 0.1 },
  fullgrad: { expected: 'score', within: exact },
  deeplift: { expected: 'difference', within: exact },
  'deeplift-shap': { expected: 'its own', within: exact },
  lrp: { expected: 'score', within: exact },
  'lrp-composite': { expected: 'score', within: exact },
  'kernel-shap': { expected: 'difference', within: exact },
  'shapley-exact': { expected: 'difference', within: exact },
  'shapley-value-sampling': { expected: 'difference', within: exact },
  'partition-shap': { expected: 'its own', within: exact },
};

/** Paths need their usual number of steps. */
const ALL_STEPS = new Set([
  'integrated-gradients',
  'gradient-shap',
  'guided-integrated-gradients',
  'blur-integrated-gradients',
  'xrai',
  'layer-integrated-gradients',
]);

const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0);

/** The values that add up: those of segments or pixels where a method makes regions of them, else of the map. */
const summed = ({ map, details }: Attribution): ArrayLike<number> =>
  ((details?.segmentValues ?? details?.pixels ?? map) as FloatTensor).data;

describe('contract of methods: completeness', () => {
  let network: Network;
  const input = inputFor(UNBIASED);
  const scoreAt = async (at: FloatTensor): Promise<number> =>
    scoresOf(await network.logits(at, new Execution()), { index: 0, kind: 'logit' })[0];

  before(() => (network = UNBIASED.open()));
  after(() => network.close());

  for (const method of methods.filter(({ group }) => group !== 'attention')) {
    const claim = CLAIMS[method.id];
    if (!claim) {
      it(`${method.id} claims none`, async () =>
        assert.equal((await run(method, { network, input })).completeness, undefined));
      continue;
    }
    it(`${method.id} adds up to ${claim.expected === 'its own' ? 'what it says' : `the ${claim.expected}`}`, async () => {
      const attribution = await run(method, {
        network,
        input,
        params: ALL_STEPS.has(method.id) ? {} : smallFor(method),
      });
      const { sum, expected } = attribution.completeness!;
      const [score, nothing] = [await scoreAt(input), await scoreAt(filled(UNBIASED, 0))];
      const tolerance = claim.within * Math.abs(score);
      assert.ok(Math.abs(sum - expected) <= tolerance, `${sum} is not ${expected}`);
      if (method.id !== 'fullgrad') assert.ok(Math.abs(total(summed(attribution)) - sum) <= exact * Math.abs(score));
      const wanted = claim.expected === 'score' ? score : score - nothing;
      if (claim.expected !== 'its own') assert.ok(Math.abs(expected - wanted) <= exact * Math.abs(score));
    });
  }
});
