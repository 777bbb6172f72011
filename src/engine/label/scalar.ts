const CONTROLS = /[\u0000-\u001f\u007f]+/g;

/** A value that can be a name, as text on one line; null for lists, objects and nothing. */
export function nameFrom(value: unknown): string | null {
  const kind = typeof value;
  return kind === 'string' || kind === 'number' || kind === 'boolean' || kind === 'bigint'
    ? String(value).replace(CONTROLS, ' ').trim()
    : null;
}

/**
 * A whole number, also where it is written as text, with a decimal point or an exponent (`"3"`, `3.0`, `3.000e+00`); null
 * for anything else.
 */
export function wholeFrom(value: unknown): number | null {
  const text = nameFrom(value);
  if (text === null || !/^\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i.test(text)) return null;
  const number = Number(text);
  return Number.isInteger(number) ? number : null;
}

/** The entries of an object or a map. */
export function fieldsOf(value: unknown): readonly (readonly [key: unknown, value: unknown])[] | null {
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
}

/** All of a list, or null where one of it is of another form. */
export function every<T, R>(list: readonly T[], read: (one: T, at: number) => R | null): R[] | null {
  const results: R[] = [];
  for (const [at, one] of list.entries()) {
    const result = read(one, at);
    if (result === null) return null;
    results.push(result);
  }
  return results;
}
