import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import { costFacts } from '../../../../src/engine/explanation/methods';
import { completed } from '../../../../src/engine/parameter/values';
import { segmentCount, type LabelMap } from '../../../../src/engine/segmentation';
import { Execution } from '../../../../src/engine/session/execution';
import { inputFor } from './networks';
import { kindsFor, run, variantsOf } from './running';

/** How far the counted passes may lie from the stated ones. */
const USUAL = [0.9, 1.1];
const WIDER: Readonly<Record<string, readonly [low: number, high: number]>> = {
  // The transforms of the blur weigh as much as a small network; of a network of ordinary size little.
  'blur-integrated-gradients': [0.9, 1.35],
  // The rules of the first layer cost more, which weighs more in a small network.
  lrp: [0.9, 1.3],
  // Half of the channels are expected to have a positive mean gradient.
  sise: [0.5, 1.5],
};

/** Scores of the input and of two baselines, by which a method checks its axiom. */
const CHECKS = 3;

describe('contract of methods: the stated cost', () => {
  for (const method of methods) {
    const [kind] = kindsFor(method);
    for (const { name, params } of variantsOf(method)) {
      it(`${method.id}, ${name}, is what it spends`, async () => {
        const network = kind.open();
        const execution = new Execution();
        const { layer, details, completeness } = await run(method, {
          network,
          input: inputFor(kind),
          params,
          execution,
        });
        const segments = details?.labels && segmentCount(details.labels as LabelMap);
        const stated = method.cost(completed(method.params, params), costFacts(network, layer, segments));
        const counted = execution.spent.forward + execution.spent.backward + execution.spent.shared;
        const [low, high] = WIDER[method.id] ?? USUAL;
        const checks = completeness ? CHECKS : 0;
        assert.ok(counted >= low * stated && counted <= high * stated + checks, `${counted} u, stated ${stated} u`);
        await network.close();
      });
    }
  }
});
