import assert from 'node:assert/strict';
import { lrp } from '../../../src/engine/attribution/relevance/lrp';
import { explain, gap, noise } from '../attribution/perturbation/setup';
import { randomLayers, twoLayerNetwork, weightsOf, type Layers } from './networks';

const EPSILON = 1e-4;
const [GAMMA, ALPHA, LOW, HIGH] = [0.25, 3, -1.5, 1.25];
const stable = (z: number) => z + (z < 0 ? -EPSILON : EPSILON);
const positive = (v: number) => Math.max(v, 0);
const negative = (v: number) => Math.min(v, 0);

/** One product of a denominator: input and weight as functions of theirs, and the bias. */
type Term = { x: (x: number) => number; w: (w: number) => number; b?: (b: number) => number };

/** What a unit hands down: x w R / z over the given terms, sums written out. */
function share(x: Float32Array, w: Float32Array, bias: number, relevance: number, terms: Term[]): number[] {
  let z = 0;
  for (const term of terms) {
    z += term.b?.(bias) ?? 0;
    x.forEach((v, i) => (z += term.x(v) * term.w(w[i])));
  }
  return Array.from(
    x,
    (v, i) => terms.reduce((sum, term) => sum + term.x(v) * term.w(w[i]), 0) * (relevance / stable(z)),
  );
}

const same = (v: number) => v;
const plus: Term[] = [
  { x: positive, w: positive, b: positive },
  { x: negative, w: negative },
];
const minus: Term[] = [
  { x: positive, w: negative, b: negative },
  { x: negative, w: positive },
];
const raised = (own: typeof positive, other: typeof positive): Term[] => [
  { x: positive, w: (w) => w + GAMMA * own(w), b: (b) => b + GAMMA * own(b) },
  { x: negative, w: (w) => w + GAMMA * other(w) },
];

type Rule = (x: Float32Array, w: Float32Array, bias: number, relevance: number, z: number) => number[];
const by =
  (terms: Term[]): Rule =>
  (x, w, bias, relevance) =>
    share(x, w, bias, relevance, terms);

const RULES: Record<string, Rule> = {
  epsilon: by([{ x: same, w: same, b: same }]),
  gamma: by([{ x: same, w: (w) => w + GAMMA * positive(w), b: same }]),
  alpha1Beta0: by([{ x: same, w: positive, b: same }]),
  generalisedGamma: (x, w, bias, relevance, z) =>
    share(x, w, bias, relevance, z > 0 ? raised(positive, negative) : raised(negative, positive)),
  zPlus: by(plus),
  alphaBeta: (x, w, bias, relevance) => {
    const [up, down] = [share(x, w, bias, relevance, plus), share(x, w, bias, relevance, minus)];
    return up.map((v, i) => ALPHA * v - (ALPHA - 1) * down[i]);
  },
  wSquare: by([{ x: () => 1, w: (w) => w * w }]),
  flat: by([{ x: () => 1, w: () => 1 }]),
  box: by([
    { x: same, w: same },
    { x: () => -LOW, w: positive },
    { x: () => -HIGH, w: negative },
  ]),
};

/** Relevance of the input: ε on the dense layer, the rule on the hidden one. */
function byHand(
  { hidden, hiddenBias, dense, denseBias }: Layers,
  x: Float32Array,
  target: number,
  rule: Rule,
  denseEpsilon: number,
): Float64Array {
  const units = hiddenBias.data.length;
  const z = Array.from(
    { length: units },
    (_, j) => hiddenBias.data[j] + weightsOf(hidden, j).reduce((sum, w, i) => sum + w * x[i], 0),
  );
  const outgoing = weightsOf(dense, target);
  const logit = denseBias.data[target] + z.reduce((sum, v, j) => sum + positive(v) * outgoing[j], 0);
  const relevance = new Float64Array(x.length);
  z.forEach((v, j) => {
    const received = (positive(v) * outgoing[j] * logit) / (logit + Math.sign(logit) * denseEpsilon);
    rule(x, weightsOf(hidden, j), hiddenBias.data[j], received, v).forEach((r, i) => (relevance[i] += r));
  });
  return relevance;
}

describe('LRP rules', () => {
  const layers = randomLayers([2, 3, 3], 5, 3, 'rules');
  const network = twoLayerNetwork(layers);
  const input = noise([1, 2, 3, 3], 'rules', 'input');
  const common = { epsilon: EPSILON, gamma: GAMMA, alpha: ALPHA, low: [LOW], high: [HIGH] };

  for (const id of Object.keys(RULES).filter((name) => name !== 'box')) {
    it(`${id} equals its formula written out`, async () => {
      const { map } = await explain(lrp, network, input, {
        params: { ...common, rule: id },
        score: { index: 1, kind: 'logit' },
      });
      const expected = byHand(layers, input.data, 1, RULES[id], id === 'epsilon' ? EPSILON : 1e-9);
      assert.ok(
        gap(map.data, expected) <= 1e-4 * Math.max(...expected.map(Math.abs)),
        `differs by ${gap(map.data, expected)}`,
      );
    });
  }

  for (const id of ['box', 'flat', 'wSquare']) {
    it(`${id} serves the first layer alone`, async () => {
      const { map } = await explain(lrp, network, input, {
        params: { ...common, rule: 'zPlus', firstLayer: id },
        score: { index: 1, kind: 'logit' },
      });
      const expected = byHand(layers, input.data, 1, RULES[id], 1e-9);
      assert.ok(
        gap(map.data, expected) <= 1e-4 * Math.max(...expected.map(Math.abs)),
        `differs by ${gap(map.data, expected)}`,
      );
    });
  }

  it('takes the bounds of the box from black and white', async () => {
    const levels = { black: [LOW, LOW], white: [HIGH, HIGH] };
    const { map } = await explain(lrp, network, input, { params: { epsilon: EPSILON, firstLayer: 'box' }, levels });
    const expected = byHand(layers, input.data, 0, RULES.box, EPSILON);
    assert.ok(gap(map.data, expected) <= 1e-4 * Math.max(...expected.map(Math.abs)));
  });

  it('starts from the logit also where a probability is explained, and says so', async () => {
    const [logit, probability] = await Promise.all(
      (['logit', 'probability'] as const).map((kind) => explain(lrp, network, input, { score: { index: 1, kind } })),
    );
    assert.deepEqual(probability.map.data, logit.map.data);
    assert.equal(logit.warnings?.length, 0);
    assert.equal(probability.warnings?.length, 1);
  });
});
