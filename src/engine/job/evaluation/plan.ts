import type { EvaluationRequest, MetricRequest } from '../../../protocol/evaluation';
import { LensError } from '../../../protocol/error';
import type { MethodRequest } from '../../../protocol/explain';
import type { Parameter, ParameterValue, ParameterValues } from '../../../protocol/parameter';
import type { AttributionMethod } from '../../attribution/method';
import { completed } from '../../attribution/parameters';
import type { Metric } from '../../metric/metric';
import { COMPARISONS, type Comparison } from '../../statistics';
import { methodOf, parametersOf } from '../methods';
import { metricOf } from './metrics';

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
  readonly target: 'predicted' | 'label';
}

/** @throws LensError `invalid-argument` for an unknown method, metric, parameter or comparison, or one that is named twice */
export function planOf(request: EvaluationRequest): Plan {
  const seed = request.seed ?? 0;
  return {
    methods: distinct(withSeeds(request.methods.map((one) => plannedMethod(one, seed)))),
    metrics: distinct(request.metrics.map(plannedMetric)),
    comparisons: (request.pairs ?? []).map(comparisonOf),
    seed,
    target: request.target ?? 'predicted',
  };
}

function plannedMethod({ method: id, params: given, layer, seed: own }: MethodRequest, otherwise: number): PlannedMethod {
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
  throw new LensError({ code: 'invalid-argument', what: `there is no comparison ${id}`, next: `Comparisons: ${COMPARISONS.map((c) => c.id).join(', ')}` });
}

/** `id:name=value:…` of the parameters that are not their defaults. */
export function nameOf(id: string, schema: readonly Parameter[], params: ParameterValues, layer?: string): string {
  const own = schema.filter((p) => textOf(params[p.name]) !== textOf(p.default)).map((p) => `${p.name}=${textOf(params[p.name])}`);
  return [id, ...own, ...(layer === undefined ? [] : [`layer=${layer}`])].join(':');
}

const textOf = (value: ParameterValue): string => (Array.isArray(value) ? value.join('x') : String(value));

function distinct<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
  const twice = list.find(({ name }, i) => list.findIndex((other) => other.name === name) !== i);
  if (twice) throw new LensError({ code: 'invalid-argument', what: `${twice.name} is named twice`, next: 'Leave one out or change its parameters' });
  return list;
}
