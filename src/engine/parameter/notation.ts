import { LensError } from '../../protocol/error';
import type { Parameter, ParameterValue, ParameterValues } from '../../protocol/parameter';
import type { Schema } from './schema';
import { parsed } from './values';

/**
 * Separators before which no backslash stands that makes them part of a value; a pair of backslashes stands for one.
 */
const COMMA = /(?<=(?<!\\)(?:\\\\)*),/;
const COLON = /(?<=(?<!\\)(?:\\\\)*):(?=[^:=]+=)/;

/** The entries of a list with commas. */
export const entriesOf = (text: string): string[] =>
  text
    .split(COMMA)
    .map((part) => part.trim())
    .filter(Boolean);

/**
 * A value as it stands among others: a backslash before what would be read as a separator. Backslashes count as such
 * only before a comma, a colon or the end, where they are doubled, so that a path of Windows is written as it is.
 */
export const escaped = (value: string): string =>
  value.replace(/\\+(?=[,:]|$)/g, '$&$&').replace(/,|:(?=[^:=]+=)/g, '\\$&');

/** The value that was escaped; a lone backslash at the end, as people write folders, stays. */
const unescaped = (text: string): string =>
  text.replace(/(\\+)(?=([,:])|$)/g, (run: string, _: string, separator?: string) =>
    run.slice(separator === undefined ? Math.floor(run.length / 2) : Math.ceil(run.length / 2)),
  );

/** `id` or `id:name=value:name=value`, split; lists within a value are written 3x16x16. */
export function split(text: string): { id: string; pairs: [string, string][] } {
  const [id, ...rest] = text.trim().split(COLON);
  return {
    id,
    pairs: rest.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), unescaped(pair.slice(at + 1))];
    }),
  };
}

/** Parameters from text, with those meant for every method or metric that has them. */
export function paramsOf(
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
 * The entry that `id:name=value:…` names, with the values given. @param find the entry of an id
 * @throws LensError naming what there is
 */
export function entryFromText<E extends { readonly id: string; readonly params: Schema }>(
  text: string,
  find: (id: string) => E,
): { entry: E; given: ParameterValues } {
  const { id, pairs } = split(text);
  const entry = find(id);
  return { entry, given: paramsOf(entry.params, pairs, [], id) };
}
