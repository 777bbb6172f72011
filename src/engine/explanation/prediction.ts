import type { Prediction, PredictResult } from '../../protocol/explain';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import { Execution, type JobOptions } from '../session/execution';
import { probabilities, scoresOf } from '../session/score';
import { sizeOf, type FloatTensor } from '../tensor/tensor';

/** All classes of one input, the most probable first; for a dense output the classes by the area they win. */
export async function predict(
  model: OpenedModel,
  input: NetworkInput,
  options: JobOptions = {},
): Promise<PredictResult> {
  const start = performance.now();
  const { network, recipe } = model;
  const execution = new Execution(options.signal, options.lane);
  // The CAM layer is taken along: a CAM of the same image then only needs the head.
  const asked = network.graph.camLayer === null ? [] : [network.graph.camLayer];
  const [logits] = await network.remembered(input.tensor, [network.graph.logits, ...asked], execution);
  const dense = sizeOf(logits.dims.slice(2)) > 1;
  const labelOf = (index: number): string => recipe.labels[index] ?? `class ${index}`;
  return {
    input: input.view,
    predictions: dense ? densePredictions(logits, labelOf) : classPredictions(logits, labelOf),
    dense: dense ? { height: logits.dims[2], width: logits.dims[3] ?? 1, classes: winners(logits) } : null,
    seconds: (performance.now() - start) / 1000,
    device: network.device,
    software: network.software,
  };
}

function classPredictions(logits: FloatTensor, labelOf: (index: number) => string): Prediction[] {
  const p = probabilities(logits.data, logits.dims);
  const logitOf = (index: number) => scoresOf(logits, { index, kind: 'logit' })[0];
  return Array.from(p, (probability, index) => ({
    index,
    label: labelOf(index),
    probability,
    logit: logitOf(index),
  })).sort((a, b) => b.probability - a.probability);
}

/** The class with the largest logit at every position of [1, classes, …]. */
function winners(logits: FloatTensor): Uint16Array {
  const positions = sizeOf(logits.dims.slice(2));
  const best = new Uint16Array(positions);
  for (let k = 1; k < logits.dims[1]; k++) {
    for (let p = 0; p < positions; p++)
      if (logits.data[k * positions + p] > logits.data[best[p] * positions + p]) best[p] = k;
  }
  return best;
}

/** For a dense output the "probability" of a class is the share of positions it wins. */
function densePredictions(logits: FloatTensor, labelOf: (index: number) => string): Prediction[] {
  const best = winners(logits);
  const counts = new Array<number>(logits.dims[1]).fill(0);
  for (const k of best) counts[k]++;
  const positions = best.length;
  return counts
    .map((count, index) => ({
      index,
      label: labelOf(index),
      probability: count / positions,
      logit: logits.data
        .subarray(index * positions, (index + 1) * positions)
        .reduce((a, b) => Math.max(a, b), -Infinity),
    }))
    .sort((a, b) => b.probability - a.probability);
}
