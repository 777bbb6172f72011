import type { Explainer, Metric, MetricFacts, Output, Scorer, Subject } from '../../../src/engine/metric/metric';
import { channelSum } from '../../../src/engine/metric/metric';
import { withDefaults } from '../../../src/engine/parameter/values';
import type { ParameterValues } from '../../../src/protocol/parameter';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';

/** Small enough for the subject's image. */
const SMALL: Readonly<Record<string, Record<string, number>>> = {
  insertion: { step: 10 },
  deletion: { step: 10 },
  'faithfulness-correlation': { runs: 12, subsetSize: 20 },
  infidelity: { samples: 8 },
};

export const parametersOf = (metric: Metric): ParameterValues => withDefaults(metric.params, SMALL[metric.id] ?? {});

/** A scorer that counts what it was asked. */
export interface CountingScorer extends Scorer {
  inputs: number;
}

/** f(x) = Σ weight · x over the elements of each input, weights repeated; its inputs are counted. */
export function linear(weights: readonly number[]): CountingScorer {
  const scorer = async (batch: FloatTensor): Promise<Float64Array> => {
    const size = batch.data.length / batch.dims[0];
    scorer.inputs += batch.dims[0];
    return Float64Array.from({ length: batch.dims[0] }, (_, n) => {
      let total = 0;
      for (let i = 0; i < size; i++) total += weights[i % weights.length] * batch.data[n * size + i];
      return total;
    });
  };
  scorer.inputs = 0;
  return scorer;
}

/** A probability that grows with the mean of the input: 1 / (1 + exp(−mean)). */
function logistic(): CountingScorer {
  const mean = linear([1]);
  const scorer = async (batch: FloatTensor): Promise<Float64Array> => {
    scorer.inputs += batch.dims[0];
    const sums = (await mean(batch)) as Float64Array;
    return sums.map((v) => 1 / (1 + Math.exp(-v / (batch.data.length / batch.dims[0]))));
  };
  scorer.inputs = 0;
  return scorer;
}

/** E(x) = x · weight, an input attribution. */
export const inputTimes =
  (weight: number): Explainer =>
  async (inputs) =>
    floats(
      inputs.dims,
      inputs.data.map((v) => weight * v),
    );

/** A subject that counts the inputs that are scored and explained, and what is known of it before. */
export async function counting(): Promise<{
  readonly subject: Subject;
  readonly facts: MetricFacts;
  ran(): { readonly scored: number; readonly explained: number };
}> {
  const plain = await subject();
  let explained = 0;
  const counted =
    (explain: Explainer): Explainer =>
    (inputs) => {
      explained += inputs.dims[0];
      return explain(inputs);
    };
  const { logit, probability } = plain.scorers as Record<Output, CountingScorer>;
  return {
    subject: {
      ...plain,
      explain: counted(plain.explain!),
      randomised: plain.randomised!.map((model) => ({ ...model, explain: counted(model.explain) })),
    },
    facts: { positions: 64, copies: plain.randomised!.length },
    ran: () => ({ scored: logit.inputs + probability.inputs, explained }),
  };
}

/** An 8 × 8 image of two channels, its explanation, an object in its middle and everything a metric may ask for. */
export async function subject(changes: Partial<Subject> = {}): Promise<Subject> {
  const input = floats(
    [1, 2, 8, 8],
    Array.from({ length: 128 }, (_, i) => Math.sin(i) + 0.3),
  );
  const attribution =
    changes.attribution ??
    floats(
      [1, 2, 8, 8],
      Array.from({ length: 128 }, (_, i) => Math.cos(1.7 * i) + 0.1),
    );
  const scorers = { logit: linear([0.3, -0.2, 0.5, 0.1, 0.7]), probability: logistic() };
  const used = changes.input ?? input;
  const clean = {
    logit: Array.from(await scorers.logit(used))[0],
    probability: Array.from(await scorers.probability(used))[0],
  };
  scorers.logit.inputs = scorers.probability.inputs = 0;
  return {
    input,
    attribution,
    map: channelSum(attribution),
    clean,
    scorers,
    levels: { black: [-2, -1.5], white: [2, 2.5] },
    explain: inputTimes(2),
    randomised: [
      {
        layer: 'top',
        explain: async (x) =>
          floats(
            x.dims,
            x.data.map((v, i) => v + Math.sin(3 * i)),
          ),
      },
      {
        layer: 'all',
        explain: async (x) =>
          floats(
            x.dims,
            x.data.map((_, i) => Math.sin(5 * i)),
          ),
      },
    ],
    mask: Uint8Array.from({ length: 64 }, (_, i) => (i % 8 > 2 && i % 8 < 6 && i > 15 && i < 48 ? 1 : 0)),
    stream: (metric) => new RandomStream(7, metric),
    batch: 5,
    shared: new Map(),
    ...changes,
  };
}
