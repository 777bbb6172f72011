import assert from 'node:assert/strict';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { floats } from '../../../../src/engine/tensor/tensor';
import type { Chosen } from '../../../../src/engine/training/gradient';
import { courseOf } from '../stored';

const [SIZE, STEPS] = [5, 12];
const random = new RandomStream('optimisers');
const [start, wanted] = [0, 1].map(() => Array.from({ length: SIZE }, () => random.normal()));

interface Values {
  readonly learningRate: number;
  readonly momentum?: number;
  readonly dampening?: number;
  readonly nesterov?: boolean;
  readonly weightDecay?: number;
  readonly betas?: readonly [number, number];
  readonly epsilon?: number;
}

/** PyTorch's updates, as its documentation writes them down, in double precision. */
type Rule = (w: number[], g: number[], k: number, rate: number, momentum: number | undefined) => number[];

function sgd({ momentum = 0, dampening = 0, nesterov = false, weightDecay = 0 }: Values): Rule {
  let buffer: number[] | undefined;
  return (w, plain, _, rate, cycled = momentum) => {
    const g = plain.map((v, i) => v + weightDecay * w[i]);
    if (momentum === 0) return w.map((v, i) => v - rate * g[i]);
    const before = buffer;
    buffer = before ? g.map((v, i) => cycled * before[i] + (1 - dampening) * v) : g;
    const now = buffer;
    return w.map((v, i) => v - rate * (nesterov ? g[i] + cycled * now[i] : now[i]));
  };
}

function adam(decoupled: boolean): (values: Values) => Rule {
  return ({ betas: [first, second] = [0.9, 0.999], epsilon = 1e-8, weightDecay = 0 }) => {
    let [m, v] = [new Array<number>(SIZE).fill(0), new Array<number>(SIZE).fill(0)];
    return (w, plain, k, rate, beta1 = first) => {
      const g = decoupled ? plain : plain.map((one, i) => one + weightDecay * w[i]);
      m = m.map((one, i) => beta1 * one + (1 - beta1) * g[i]);
      v = v.map((one, i) => second * one + (1 - second) * g[i] ** 2);
      return w.map((one, i) => {
        const root = Math.sqrt(v[i] / (1 - second ** (k + 1))) + epsilon;
        return (decoupled ? one * (1 - rate * weightDecay) : one) - (rate * (m[i] / (1 - beta1 ** (k + 1)))) / root;
      });
    };
  };
}

const RULES: Readonly<Record<string, (values: Values) => Rule>> = { sgd, adam: adam(false), adamw: adam(true) };

const half = (q: number): number => (1 + Math.cos(Math.PI * q)) / 2;

/** Rate and momentum at a step, as PyTorch's schedulers have them. */
const SCHEDULES: readonly { readonly chosen?: Chosen; at(k: number, rate: number): [number, number?] }[] = [
  { at: (_, rate) => [rate] },
  { chosen: { id: 'step', params: { stepSize: 3, gamma: 0.4 } }, at: (k, rate) => [rate * 0.4 ** Math.floor(k / 3)] },
  {
    chosen: { id: 'cosine', params: { period: 4, minimum: 0.001, every: 2 } },
    at: (k, rate) => [0.001 + (rate - 0.001) * half(Math.floor(k / 2) / 4)],
  },
  {
    chosen: { id: 'one-cycle', params: { maximum: 0.05, totalSteps: STEPS, warmupFraction: 0.35, divisor: 10 } },
    at(k) {
      const [rise, last] = [0.35 * STEPS - 1, STEPS - 1];
      const between = (a: number, b: number, q: number): number => b + (a - b) * half(q);
      const course = (low: number, high: number, end: number): number =>
        k <= rise ? between(low, high, k / rise) : between(high, end, (k - rise) / (last - rise));
      return [course(0.005, 0.05, 0.005 / 1e4), course(0.95, 0.85, 0.95)];
    },
  },
];

const CHOICES: readonly (readonly [string, Values])[] = [
  ['sgd', { learningRate: 0.05, momentum: 0, weightDecay: 0.1 }],
  ['sgd', { learningRate: 0.05, momentum: 0.9 }],
  ['sgd', { learningRate: 0.05, momentum: 0.8, dampening: 0.4, weightDecay: 0.02 }],
  ['sgd', { learningRate: 0.05, momentum: 0.7, nesterov: true, weightDecay: 0.1 }],
  ['adam', { learningRate: 0.03, weightDecay: 0.1 }],
  ['adam', { learningRate: 0.03, betas: [0, 0.9], epsilon: 1e-3 }],
  ['adamw', { learningRate: 0.03, weightDecay: 0 }],
  ['adamw', { learningRate: 0.03, weightDecay: 0.3, betas: [0.5, 0], epsilon: 1e-2 }],
];

/** The same course in double precision: of the mean of (w − t)². */
function expected(rule: Rule, at: (k: number) => [number, number?], clip: number): { w: number[]; losses: number[] } {
  let w: number[] = Array.from(new Float32Array(start));
  const t = Array.from(new Float32Array(wanted));
  const losses: number[] = [];
  for (let k = 0; k < STEPS; k++) {
    losses.push(w.reduce((sum, v, i) => sum + (v - t[i]) ** 2 / SIZE, 0));
    const g = w.map((v, i) => (2 * (v - t[i])) / SIZE);
    const share = clip > 0 ? Math.min(1, clip / (Math.hypot(...g) + 1e-6)) : 1;
    w = rule(
      w,
      g.map((v) => v * share),
      k,
      ...at(k),
    );
  }
  return { w, losses };
}

describe('optimisers, against their formulas in double precision', () => {
  for (const [id, values] of CHOICES)
    for (const { chosen, at } of SCHEDULES)
      for (const clip of [0, 0.3]) {
        // PyTorch refuses to cycle a momentum that is not there.
        if (values.momentum === 0 && chosen?.id === 'one-cycle') continue;
        it(`${id} ${JSON.stringify(values)}, ${chosen?.id ?? 'constant'}${clip > 0 ? ', clipped' : ''}`, async () => {
          const options = {
            loss: { id: 'mean-squared-error' },
            optimiser: { id, params: { ...values } },
            schedule: chosen,
            clipNorm: clip,
          };
          const { losses, weights } = await courseOf(
            floats([1, SIZE], start),
            floats([1, SIZE], wanted),
            options,
            STEPS,
          );
          const truth = expected(RULES[id](values), (k) => at(k, values.learningRate), clip);
          truth.w.forEach((v, i) => assert.ok(Math.abs(weights[i] - v) < 2e-5, `weight ${i}: ${weights[i]}, not ${v}`));
          truth.losses.forEach((v, k) =>
            assert.ok(Math.abs(losses[k] - v) < 2e-5, `loss ${k}: ${losses[k]}, not ${v}`),
          );
        });
      }

  for (const betas of [[0.9], [0.9, 1], [-0.1, 0.9], [0.9, 0.99, 0.999]])
    it(`refuse betas of ${betas.join(', ')}`, () =>
      assert.rejects(
        courseOf(
          floats([1, 2]),
          floats([1, 2]),
          { loss: { id: 'mean-squared-error' }, optimiser: { id: 'adam', params: { betas } } },
          1,
        ),
        { code: 'invalid-argument' },
      ));
});
