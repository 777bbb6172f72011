import type { MetricRequest } from '../../protocol/metric';
import { LensError } from '../../protocol/error';
import type { MethodRequest } from '../../protocol/method';
import type { Parameter, ParameterValues } from '../../protocol/parameter';
import { changedValues } from '../../protocol/parameter-text';
import { escaped, paramsOf, split } from '../parameter/notation';
import { methodOf, parametersOf } from '../explanation/methods';
import { METRIC_SETS, metricOf } from './metrics';

export { entriesOf } from '../parameter/notation';

/** Given in place of ids: methods none judges predictions only, metrics none only makes and compares maps. */
export const NONE = 'none';

/** `id:name=value:…` of the parameters that are not their defaults, which reads back as the same. */
export function nameOf(id: string, schema: readonly Parameter[], params: ParameterValues, layer?: string): string {
  const own = changedValues(schema, params);
  const pairs = layer === undefined ? own : [...own, ['layer', layer] as const];
  return [id, ...pairs.map(([name, value]) => `${name}=${escaped(value)}`)].join(':');
}

/**
 * A method as the command line and suite files write it, `occlusion:window=3x16x16`; `layer` and `seed` stand among the
 * parameters. @throws LensError
 */
export function methodFromText(text: string, common: readonly [string, string][] = []): MethodRequest {
  const { id, pairs } = split(text);
  const schema = parametersOf(methodOf(id));
  const beside = (name: string): string | undefined =>
    pairs.find(([own]) => own === name && !schema.some((p) => p.name === name))?.[1];
  const [layer, seed] = [beside('layer'), beside('seed')];
  if (seed !== undefined && !/^\d+$/.test(seed))
    throw new LensError({
      code: 'invalid-argument',
      what: `the seed of ${id} cannot be ${seed}`,
      next: 'Give a whole number',
    });
  const own = pairs.filter(([name]) => beside(name) === undefined || !['layer', 'seed'].includes(name));
  return {
    method: id,
    params: paramsOf(schema, own, common, id),
    layer,
    seed: seed === undefined ? undefined : Number(seed),
  };
}

/** A metric, or the metrics of a set. @throws LensError */
export function metricsFromText(text: string, common: readonly [string, string][] = []): MetricRequest[] {
  const set = METRIC_SETS.find((s) => s.id === text.trim());
  if (set) return [...set.metrics];
  const { id, pairs } = split(text);
  return [{ metric: id, params: paramsOf(metricOf(id).params, pairs, common, id) }];
}
