import { basename } from 'node:path';
import type {
  ExplainEvent,
  ExplainRequest,
  MethodRequest,
  MethodResult,
  Prediction,
  PredictResult,
  Target,
} from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import type { FloatMap } from '../../protocol/raster';
import { Draws } from '../attribution/draws';
import type { Attribution } from '../attribution/method';
import { completed } from '../parameter/values';
import { segmentCount } from '../segmentation';
import { Execution, type Lane } from '../session/execution';
import { probabilities, scoresOf, type Score } from '../session/score';
import { asFloats, sizeOf, type FloatTensor, type Tensor } from '../tensor/tensor';
import { refusal } from './capability';
import { filtered } from './filter';
import { givenFiles } from './given-files';
import type { NetworkInput } from '../image/input';
import { costFacts, methodOf, parametersOf } from './methods';
import type { OpenedModel } from '../model/opening';
import { unfiltered } from './unfiltered';

/** How a job may be stopped and how it shares the CPU. */
export interface JobOptions {
  readonly signal?: AbortSignal;
  readonly lane?: Lane;
}

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

/** The class asked for by index or label, or the predicted one. @throws LensError when there is none of that name */
export function targetIndex(target: ExplainRequest['target'], predicted: PredictResult): number {
  if (target === undefined) return predicted.predictions[0].index;
  const wanted = typeof target === 'string' && /^\d+$/.test(target) ? Number(target) : target;
  const found = predicted.predictions.find((p) =>
    typeof wanted === 'number' ? p.index === wanted : p.label.toLowerCase() === wanted.toLowerCase(),
  );
  if (found) return found.index;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no class ${target}; the model has ${predicted.predictions.length}`,
    next: 'Give an index or a label of the model',
  });
}

/**
 * The score of a class; for a dense output summed over the given region, by default the one predicted as that class.
 */
export function scoreFor(index: number, predicted: PredictResult, region?: Target['mask']): Score {
  if (!predicted.dense) return { index, kind: 'logit' };
  const mask = region ? region.data : Float32Array.from(predicted.dense.classes, (k) => (k === index ? 1 : 0));
  return { index, kind: 'logit', mask: mask.some((v) => v > 0) ? mask : new Float32Array(mask.length).fill(1) };
}

/** What one method needs beside its request. */
export interface ExplanationOptions extends JobOptions {
  readonly draws?: Readonly<Record<string, Tensor>>;
  /** A map made before for another strength of the filter may serve. */
  readonly reuse?: boolean;
  report?(fraction: number, map: FloatMap | undefined, passes: number, seconds: number): void;
}

/** Runs one method on one input: the map, what it cost, and whether it keeps its own axiom. */
export async function explain(
  model: OpenedModel,
  input: NetworkInput,
  score: Score,
  request: MethodRequest,
  options: ExplanationOptions = {},
): Promise<{ result: MethodResult; attribution: Attribution }> {
  const method = methodOf(request.method);
  const refused = refusal(method, model.network);
  if (refused) throw refused;
  const params = completed(parametersOf(method), request.params);
  const seed = request.seed ?? 0;
  const execution = new Execution(options.signal, options.lane);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const files = { ...options.draws, ...(await givenFiles(model, params)) };
  const make = () =>
    method.run({
      network: model.network,
      input: input.tensor,
      score,
      params,
      layer: request.layer,
      draws: new Draws(seed, options.draws),
      files,
      levels: input.levels,
      execution,
      report: (fraction, map) =>
        options.report?.(fraction, map && mapOf(map), execution.spent.forward + execution.spent.backward, seconds()),
    });
  const origin = { ...request, network: model.network, input: input.tensor, score, params, seed };
  const attribution = filtered(await (options.reuse ? unfiltered(origin, execution, make) : make()), params);
  const { completeness, r2 } = attribution;
  const segments = segmentsOf(attribution);
  return {
    attribution,
    result: {
      method: method.id,
      params,
      seed,
      layer: attribution.layer ?? null,
      device: model.network.device,
      software: model.network.software,
      map: mapOf(attribution.map),
      ...(segments && { segments }),
      ...(attribution.standardError && { standardError: mapOf(attribution.standardError) }),
      forwardPasses: execution.spent.forward,
      backwardPasses: execution.spent.backward,
      sharedPasses: execution.spent.shared,
      leastPasses: method.cost(params, costFacts(model.network, attribution.layer, segments && segmentCount(segments))),
      seconds: seconds(),
      completeness: completeness ? { ...completeness, residual: completeness.sum - completeness.expected } : null,
      ...(r2 !== undefined && { r2 }),
      ...(options.signal?.aborted && { stopped: true as const }),
      warnings: [...(attribution.warnings ?? []), ...faults(attribution.map)],
    },
  };
}

/** A map [1, …] without its first axis. */
const mapOf = (map: FloatTensor): FloatMap => ({ dims: map.dims.slice(1), data: asFloats(map).data });

/** The segments a method explained, where it tells of them. */
function segmentsOf({ details }: Attribution): FloatMap | undefined {
  const labels = details?.labels;
  if (typeof labels !== 'object' || !('dims' in labels)) return undefined;
  return { dims: labels.dims, data: Float32Array.from(labels.data, Number) };
}

/** What is wrong with a map on its face. */
function faults(map: FloatTensor): string[] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of map.data) {
    if (Number.isNaN(value)) return ['The map holds values that are not numbers.'];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === high) return [low === 0 ? 'The map is zero everywhere.' : 'The map is constant.'];
  return [];
}

/** Runs all methods of a request in order and tells of each; a failing method does not stop the others. */
export async function explainAll(
  model: OpenedModel,
  input: NetworkInput,
  request: ExplainRequest & { readonly targetRegion?: Target['mask'] },
  options: JobOptions,
  emit: (event: ExplainEvent) => void,
): Promise<void> {
  const predicted = await predict(model, input, options);
  const score = scoreFor(targetIndex(request.target, predicted), predicted, request.targetRegion);
  for (const [index, one] of request.methods.entries()) {
    try {
      const method = methodOf(one.method);
      const params = completed(parametersOf(method), one.params);
      emit({ kind: 'started', index, expectedPasses: method.cost(params, costFacts(model.network, one.layer)) });
      const { result } = await explain(model, input, score, one, {
        ...options,
        reuse: true,
        report: (fraction, map, passes, seconds) => emit({ kind: 'progress', index, fraction, map, passes, seconds }),
      });
      emit({ kind: 'finished', index, result });
    } catch (thrown) {
      const error = LensError.from(thrown, basename(request.input));
      if (error.code === 'cancelled') throw error;
      emit({ kind: 'failed', index, error: error.toReport() });
    }
  }
}
