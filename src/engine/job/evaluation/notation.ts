import type { MetricRequest } from '../../../protocol/evaluation';
import { LensError } from '../../../protocol/error';
import type { MethodRequest } from '../../../protocol/explain';
import type { Parameter, ParameterValue } from '../../../protocol/parameter';
import { parsed } from '../../attribution/parameters';
import { methodOf, parametersOf } from '../methods';
import { METRIC_SETS, metricOf } from './metrics';

/** `id` or `id:name=value:name=value`, split; lists within a value are written 3x16x16. */
function split(text: string): { id: string; pairs: [string, string][] } {
  const [id, ...rest] = text.trim().split(/:(?=[^:=]+=)/);
  return {
    id,
    pairs: rest.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  };
}

/** Parameters from text, with those meant for every method or metric that has them. */
function paramsOf(schema: readonly Parameter[], own: readonly [string, string][], common: readonly [string, string][], id: string): Record<string, ParameterValue> {
  const applying = common.filter(([name]) => schema.some((p) => p.name === name));
  return Object.fromEntries(
    [...applying, ...own].map(([name, text]) => {
      const parameter = schema.find((p) => p.name === name);
      if (!parameter) throw new LensError({ code: 'invalid-argument', what: `${id} has no parameter ${name}`, next: `It has: ${schema.map((p) => p.name).join(', ') || 'none'}` });
      return [name, parsed(parameter, text)];
    }),
  );
}

/** A method as the command line and suite files write it, `occlusion:window=3x16x16`; `layer` and `seed` stand among the parameters. @throws LensError */
export function methodFromText(text: string, common: readonly [string, string][] = []): MethodRequest {
  const { id, pairs } = split(text);
  const schema = parametersOf(methodOf(id));
  const beside = (name: string): string | undefined => pairs.find(([own]) => own === name && !schema.some((p) => p.name === name))?.[1];
  const [layer, seed] = [beside('layer'), beside('seed')];
  if (seed !== undefined && !/^\d+$/.test(seed)) throw new LensError({ code: 'invalid-argument', what: `the seed of ${id} cannot be ${seed}`, next: 'Give a whole number' });
  const own = pairs.filter(([name]) => beside(name) === undefined || !['layer', 'seed'].includes(name));
  return { method: id, params: paramsOf(schema, own, common, id), layer, seed: seed === undefined ? undefined : Number(seed) };
}

/** A metric, or the metrics of a set. @throws LensError */
export function metricsFromText(text: string, common: readonly [string, string][] = []): MetricRequest[] {
  const set = METRIC_SETS.find((s) => s.id === text.trim());
  if (set) return [...set.metrics];
  const { id, pairs } = split(text);
  return [{ metric: id, params: paramsOf(metricOf(id).params, pairs, common, id) }];
}
