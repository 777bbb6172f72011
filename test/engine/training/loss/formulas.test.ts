import assert from 'node:assert/strict';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { floats, integers, type Tensor } from '../../../../src/engine/tensor/tensor';
import { courseOf } from '../stored';

const [BATCH, CLASSES, PIXELS] = [3, 4, 2];
const random = new RandomStream('losses');
const DIMS = [BATCH, CLASSES, PIXELS, 1];
const z = floats(
  DIMS,
  Array.from({ length: BATCH * CLASSES * PIXELS }, () => 2 * random.normal()),
);
const labels = Array.from({ length: BATCH * PIXELS }, () => random.below(CLASSES));
const values = floats(
  DIMS,
  Array.from(z.data, () => random.uniform()),
);

interface Values {
  readonly classWeights?: readonly number[];
  readonly labelSmoothing?: number;
  readonly ignoreIndex?: number;
  readonly positiveWeights?: readonly number[];
  readonly reduction?: 'mean' | 'sum';
}

type Formula = (z: ArrayLike<number>, values: Values) => number;

const softplus = (v: number): number => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
const at = (n: number, c: number, p: number): number => (n * CLASSES + c) * PIXELS + p;

/** Over samples and pixels whose label counts; the mean divides by the weights of their labels. */
const ofClasses =
  (isLog: boolean): Formula =>
  (z, { classWeights, labelSmoothing: e = 0, ignoreIndex = -100, reduction = 'mean' }) => {
    let [sum, weight] = [0, 0];
    for (let n = 0; n < BATCH; n++)
      for (let p = 0; p < PIXELS; p++) {
        const y = labels[n * PIXELS + p];
        if (y === ignoreIndex) continue;
        const row = Array.from({ length: CLASSES }, (_, c) => z[at(n, c, p)]);
        const most = Math.max(...row);
        const all = isLog ? 0 : most + Math.log(row.reduce((total, v) => total + Math.exp(v - most), 0));
        const w = (c: number): number => classWeights?.[c] ?? 1;
        sum -= (1 - e) * w(y) * (row[y] - all);
        for (let c = 0; c < CLASSES; c++) sum -= (e / CLASSES) * w(c) * (row[c] - all);
        weight += w(y);
      }
    return reduction === 'sum' ? sum : sum / weight;
  };

const ofElements =
  (each: (v: number, t: number, weight: number) => number): Formula =>
  (z, { positiveWeights, reduction = 'mean' }) => {
    const total = Array.from(z).reduce(
      (sum, v, i) => sum + each(v, values.data[i], positiveWeights?.[Math.floor(i / PIXELS) % CLASSES] ?? 1),
      0,
    );
    return reduction === 'sum' ? total : total / z.length;
  };

const FORMULAS: Readonly<Record<string, { readonly targets: Tensor; readonly of: Formula }>> = {
  'cross-entropy': { targets: integers(labels, [BATCH, PIXELS, 1]), of: ofClasses(false) },
  'negative-log-likelihood': { targets: integers(labels, [BATCH, PIXELS, 1]), of: ofClasses(true) },
  'binary-cross-entropy-with-logits': {
    targets: values,
    of: ofElements((v, t, p) => p * t * softplus(-v) + (1 - t) * softplus(v)),
  },
  'mean-squared-error': { targets: values, of: ofElements((v, t) => (v - t) ** 2) },
};

const REDUCTIONS = ['mean', 'sum'] as const;
const weighings = [{}, { classWeights: [0.5, 2, 1, 0.25] }, { classWeights: [0, 1, 3, 1] }];
const ignored = [{}, { ignoreIndex: labels[0] }];
const CHOICES: readonly (readonly [string, Values])[] = REDUCTIONS.flatMap((reduction) => [
  ...weighings.flatMap((weights) =>
    ignored.flatMap((ignoring) => [
      ...[0, 0.15, 1].map((labelSmoothing) => {
        const all: Values = { ...weights, ...ignoring, labelSmoothing, reduction };
        return ['cross-entropy', all] as const;
      }),
      ['negative-log-likelihood', { ...weights, ...ignoring, reduction }] as const,
    ]),
  ),
  ['binary-cross-entropy-with-logits', { reduction }] as const,
  ['binary-cross-entropy-with-logits', { positiveWeights: [0.5, 3, 1, 0], reduction }] as const,
  ['mean-squared-error', { reduction }] as const,
]);

/** So small a rate that one step shows the gradient, and large enough for single precision. */
const RATE = 1e-2;

describe('losses, against their formulas and finite differences', () => {
  for (const [id, params] of CHOICES)
    it(`${id} ${JSON.stringify(params)}`, async () => {
      const { targets, of } = FORMULAS[id];
      const how = {
        loss: { id, params: { ...params } },
        optimiser: { id: 'sgd', params: { learningRate: RATE, momentum: 0 } },
      };
      const { losses, weights } = await courseOf(z, targets, how, 1);
      const loss = of(z.data, params);
      assert.ok(Math.abs(losses[0] - loss) < 1e-5 * Math.max(1, Math.abs(loss)), `${losses[0]}, not ${loss}`);
      const peak = Math.max(...weights.map((w, i) => Math.abs(w - z.data[i]))) / RATE;
      z.data.forEach((_, i) => {
        const moved = (by: number): number[] => Array.from(z.data, (v, k) => (k === i ? v + by : v));
        const slope = (of(moved(1e-4), params) - of(moved(-1e-4), params)) / 2e-4;
        const own = (z.data[i] - weights[i]) / RATE;
        assert.ok(Math.abs(own - slope) < 1e-4 * peak + 1e-4, `${i}: ${own}, not ${slope}`);
      });
    });
});
