import type { MetricRequest } from '../../protocol/evaluation';
import { LensError } from '../../protocol/error';
import type { MethodRequest } from '../../protocol/explain';
import type { Parameter, ParameterValue, ParameterValues } from '../../protocol/parameter';
import { changedValues } from '../../protocol/parameter-text';
import { parsed } from '../parameter/values';
import { methodOf, parametersOf } from '../explanation/methods';
import { METRIC_SETS, metricOf } from './metrics';

/** Given in place of ids: methods none judges predictions only, metrics none only makes and compares maps. */
export const NONE = 'none';

/**
 * Separators before which no backslash stands that makes them part of a value; a pair of backslashes stands for one.
 */
const COMMA = /(?<=(?<!\\)(?:\\\\)*),/;
const COLON = /(?<=(?<!\\)(?:\\\\)*):(?=[^:=]+=)/;

/** The methods or metrics of a list with commas. */
export const entriesOf = (text: string): string[] =>
  text
    .split(COMMA)
    .map((part) => part.trim())
    .filter(Boolean);

/**
 * A value as it stands among others: a backslash before what would be read as a separator. Backslashes count as such
 * only before a comma, a colon or the end, where they are doubled, so that a path of Windows is written as it is.
 */
const escaped = (value: string): string => value.replace(/\\+(?=[,:]|$)/g, '$&$&').replace(/,|:(?=[^:=]+=)/g, '\\$&');

/** The value that was escaped; a lone backslash at the end, as people write folders, stays. */
const unescaped = (text: string): string =>
  text.replace(/(\\+)(?=([,:])|$)/g, (run: string, _: string, separator?: string) =>
    run.slice(separator === undefined ? Math.floor(run.length / 2) : Math.ceil(run.length / 2)),
  );

/** `id` or `id:name=value:name=value`, split; lists within a value are written 3x16x16. */
function split(text: string): { id: string; pairs: [string, string][] } {
  const [id, ...rest] = text.trim().split(COLON);
  return {
    id,
    pairs: rest.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), unescaped(pair.slice(at + 1))];
    }),
  };
}

/** `id:name=value:…` of the parameters that are not their defaults, which reads back as the same. */
export function nameOf(id: string, schema: readonly Parameter[], params: ParameterValues, layer?: string): string {
  const own = changedValues(schema, params);
  const pairs = layer === undefined ? own : [...own, ['layer', layer] as const];
  return [id, ...pairs.map(([name, value]) => `${name}=${escaped(value)}`)].join(':');
}

/** Parameters from text, with those meant for every method or metric that has them. */
function paramsOf(
  schema: readonly Parameter[],
  own: readonly [string, string][],
  common: readonly [string, string][],
  id: string,
): Record<string, ParameterValue> {
  const applying = common.filter(([name]) => schema.some((p) => p.name === name));
  return Object.fromEntries(
    [...applying, ...own].map(([name, text]) => {
      const parameter = schema.find((p) => p.name === name);
      if (!parameter)
        throw new LensError({
          code: 'invalid-argument',
          what: `${id} has no parameter ${name}`,
          next: `It has: ${schema.map((p) => p.name).join(', ') || 'none'}`,
        });
      return [name, parsed(parameter, text)];
    }),
  );
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
