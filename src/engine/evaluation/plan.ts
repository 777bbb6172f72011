import {
  usualBoxes,
  type BoxThresholds,
  type EvaluationRequest,
  type ExplainedClass,
  type WhichBoxes,
} from '../../protocol/evaluation';
import type { MetricRequest } from '../../protocol/metric';
import { LensError } from '../../protocol/error';
import type { MethodRequest } from '../../protocol/method';
import type { ParameterValues } from '../../protocol/parameter';
import type { AttributionMethod } from '../attribution/method';
import { completed } from '../parameter/values';
import type { Metric } from '../metric/metric';
import { COMPARISONS, type Comparison } from '../statistics';
import { methodOf, parametersOf } from '../explanation/methods';
import { metricOf } from './metrics';
import { nameOf } from './notation';

/** A method as it will run. */
export interface PlannedMethod {
  /** Unique in the plan: its id and what differs from the defaults, the seed only where nothing else tells it apart. */
  readonly name: string;
  /** The same as the command line takes it: with the seed wherever it is not that of the plan. */
  readonly notation: string;
  readonly method: AttributionMethod;
  readonly params: ParameterValues;
  readonly layer?: string;
  readonly seed: number;
}

export interface PlannedMetric {
  readonly name: string;
  readonly metric: Metric;
  readonly params: ParameterValues;
}

/** Everything of a request, checked and complete. */
export interface Plan {
  readonly methods: readonly PlannedMethod[];
  readonly metrics: readonly PlannedMetric[];
  readonly comparisons: readonly Comparison[];
  readonly seed: number;
  readonly target: ExplainedClass;
  /** Boxes of each image that are explained, where the models are detectors. */
  readonly boxes: number;
  readonly whichBoxes: WhichBoxes;
  /** Which boxes are shown; empty where the models say it. */
  readonly thresholds: BoxThresholds;
}

/**
 * @throws LensError `invalid-argument` for an unknown method, metric, parameter or comparison, or one that is named
 * twice
 */
export function makePlan(request: EvaluationRequest): Plan {
  const seed = request.seed ?? 0;
  return {
    methods: distinct(withSeeds(request.methods.map((one) => plannedMethod(one, seed))), ({ name }) => name),
    metrics: distinct(request.metrics.map(plannedMetric), ({ name }) => name),
    comparisons: distinct((request.pairs ?? []).map(comparisonOf), ({ id }) => id),
    seed,
    target: request.target ?? 'predicted',
    boxes: request.boxes ?? usualBoxes,
    whichBoxes: request.whichBoxes ?? 'confident',
    thresholds: thresholdsIn(request),
  };
}

/** Those that are said, so that absent ones leave no trace in what is written. */
const thresholdsIn = ({ scoreThreshold, overlapThreshold }: BoxThresholds): BoxThresholds => ({
  ...(scoreThreshold !== undefined && { scoreThreshold }),
  ...(overlapThreshold !== undefined && { overlapThreshold }),
});

function plannedMethod(
  { method: id, params: given, layer, seed: own }: MethodRequest,
  otherwise: number,
): PlannedMethod {
  const method = methodOf(id);
  const schema = parametersOf(method);
  const params = completed(schema, given);
  const name = nameOf(id, schema, params, layer);
  const seed = own ?? otherwise;
  return { name, notation: seed === otherwise ? name : `${name}:seed=${seed}`, method, params, layer, seed };
}

/** Methods that nothing but their seeds tells apart, named with them. */
function withSeeds(methods: readonly PlannedMethod[]): readonly PlannedMethod[] {
  const shared = (name: string): boolean => methods.filter((other) => other.name === name).length > 1;
  return methods.map((one) => (shared(one.name) ? { ...one, name: one.notation } : one));
}

function plannedMetric({ metric: id, params: given }: MetricRequest): PlannedMetric {
  const metric = metricOf(id);
  const params = completed(metric.params, given);
  return { name: nameOf(id, metric.params, params), metric, params };
}

function comparisonOf(id: string): Comparison {
  const comparison = COMPARISONS.find((c) => c.id === id);
  if (comparison) return comparison;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no comparison ${id}`,
    next: `Comparisons: ${COMPARISONS.map((c) => c.id).join(', ')}`,
  });
}

/** The list, in which no two are called the same. */
function distinct<T>(list: readonly T[], called: (one: T) => string): readonly T[] {
  const names = list.map(called);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new LensError({
      code: 'invalid-argument',
      what: `${twice} is named twice`,
      next: 'Leave one out or change its parameters',
    });
  return list;
}
