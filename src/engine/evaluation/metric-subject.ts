import type { NetworkInput } from '../image/input';
import { channelSum, type Explainer, type Output, type Scorer, type Subject } from '../metric/metric';
import type { Network } from '../session/network';
import { Execution, type JobOptions } from '../session/execution';
import { scoresOf, type Score } from '../session/score';
import { RandomStream } from '../tensor/random';
import { concatenated, floats, row, type FloatTensor } from '../tensor/tensor';

/** Inputs handed to a scorer at once. */
const BATCH = 32;

/** A map, what it explains, and how others are made as it was. */
export interface JudgedMap {
  readonly input: Pick<NetworkInput, 'tensor' | 'levels'>;
  /** As the method gave it. */
  readonly attribution: FloatTensor;
  /** The network that has the number, and the number. */
  readonly network: Network;
  readonly score: Score;
  readonly explain: Explainer;
  readonly seed: number;
  /** Hash of the input's file: random numbers of metrics depend on it. */
  readonly hash: string;
}

/** What metrics are told of a map. */
export async function metricSubject(
  { input: { tensor, levels }, attribution, network, score, explain, seed, hash }: JudgedMap,
  options: JobOptions,
): Promise<Subject> {
  const execution = (): Execution => new Execution(options.signal, options.lane);
  const logits = await network.logits(tensor, execution());
  const clean = (kind: Output): number => scoresOf(logits, { ...score, kind })[0];
  const scorer =
    (kind: Output): Scorer =>
    async (batch) =>
      scoresOf(await network.logitsOf(batch, execution()), { ...score, kind });
  return {
    input: tensor,
    attribution,
    map: channelSum(attribution),
    clean: { logit: clean('logit'), probability: clean('probability') },
    scorers: { logit: scorer('logit'), probability: scorer('probability') },
    levels,
    explain,
    stream: (metric) => new RandomStream('metric', seed, hash, metric),
    batch: BATCH,
    signal: options.signal,
    shared: new Map(),
  };
}

/** Explains the inputs of a batch one by one, since a method explains one. @param one explains a single input */
export function rowByRow(one: (input: FloatTensor) => Promise<FloatTensor>): Explainer {
  return async (inputs) => {
    const maps: FloatTensor[] = [];
    // The rows lie in a buffer that is filled anew, while a network remembers inputs by their array.
    for (let n = 0; n < inputs.dims[0]; n++)
      maps.push(await one(floats([1, ...inputs.dims.slice(1)], row(inputs, n).data.slice())));
    return concatenated(maps);
  };
}
