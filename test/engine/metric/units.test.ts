import { strict as assert } from 'node:assert';
import { METRICS } from '../../../src/engine/metric';
import type { Explainer, Scorer, Subject } from '../../../src/engine/metric/metric';
import type { ParameterValues } from '../../../src/protocol/parameter';
import type { FloatTensor } from '../../../src/engine/tensor/tensor';
import { parametersOf, subject } from './subject';

/** A power of two, so that only exponents differ. */
const UNIT = 256;

const times = (tensor: FloatTensor, factor: number): FloatTensor => ({
  ...tensor,
  data: tensor.data.map((v) => v * factor),
});

/** The same subject where the network takes 256 for 1, explained by a gradient: in units of the score by the input's. */
function inOtherUnits(usual: Subject): Subject {
  const scorer =
    (given: Scorer): Scorer =>
    (inputs) =>
      given(times(inputs, 1 / UNIT));
  const explainer =
    (given: Explainer): Explainer =>
    async (inputs) =>
      times(await given(times(inputs, 1 / UNIT)), 1 / UNIT);
  const { black, white } = usual.levels!;
  return {
    ...usual,
    input: times(usual.input, UNIT),
    levels: { black: black.map((v) => v * UNIT), white: white.map((v) => v * UNIT) },
    attribution: times(usual.attribution, 1 / UNIT),
    map: times(usual.map, 1 / UNIT),
    scorers: { logit: scorer(usual.scorers.logit), probability: scorer(usual.scorers.probability) },
    explain: usual.explain && explainer(usual.explain),
    randomised: usual.randomised?.map(({ layer, explain }) => ({ layer, explain: explainer(explain) })),
    shared: new Map(),
  };
}

describe('metrics in other units of the input', () => {
  for (const metric of METRICS) {
    it(`${metric.id} gives the same number`, async () => {
      const usual = await subject();
      // Noise where there is none by default.
      const noise: ParameterValues = metric.params.some(({ name }) => name === 'noise') ? { noise: 0.1 } : {};
      const params = { ...parametersOf(metric), ...noise };
      const [here, there] = [await metric.score(usual, params), await metric.score(inOtherUnits(usual), params)];
      assert.ok(Math.abs(here.value - there.value) <= 1e-4 * Math.abs(here.value), `${here.value}, ${there.value}`);
    });
  }
});
