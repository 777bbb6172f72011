import { LensError } from '../../protocol/error';
import type { Parameter, ParameterValue, ParameterValues } from '../../protocol/parameter';
import type { Schema, ValuesOf } from './schema';

/** Complete values: what was given, checked, and defaults for the rest. @throws LensError naming the parameter */
export function completed<S extends Schema>(schema: S, given: Readonly<Record<string, unknown>>): ValuesOf<S> {
  const unknown = Object.keys(given).find((name) => !schema.some((p) => p.name === name));
  if (unknown !== undefined)
    throw invalid(unknown, 'is not a parameter of this method', schema.map((p) => p.name).join(', ') || 'none');
  return Object.fromEntries(
    schema.map((parameter) => [
      parameter.name,
      parameter.name in given ? checked(parameter, given[parameter.name]) : parameter.default,
    ]),
  ) as ValuesOf<S>;
}

/** The values given, and defaults for the rest. */
export function withDefaults<S extends Schema>(schema: S, given: Partial<ValuesOf<S>>): ValuesOf<S> {
  const values: Partial<ParameterValues> = given;
  return Object.fromEntries(schema.map(({ name, default: usual }) => [name, values[name] ?? usual])) as ValuesOf<S>;
}

/** The value of a parameter written as text on a command line. */
export function parsed(parameter: Parameter, text: string): ParameterValue {
  if (parameter.kind === 'boolean') return checked(parameter, text === 'true' ? true : text === 'false' ? false : text);
  if (parameter.kind === 'number' || parameter.kind === 'integer')
    return checked(parameter, text.trim() === '' ? NaN : Number(text));
  if (parameter.kind === 'numbers') return checked(parameter, text.split(/[x,]/).map(Number));
  return checked(parameter, text);
}

function checked(parameter: Parameter, value: unknown): ParameterValue {
  const { name } = parameter;
  if (value === null && parameter.default === null) return null;
  switch (parameter.kind) {
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw invalid(name, `cannot be ${String(value)}`, 'true or false');
    case 'choice':
      if (parameter.choices.some((c) => c.value === value)) return String(value);
      throw invalid(name, `cannot be ${String(value)}`, parameter.choices.map((c) => c.value).join(', '));
    case 'numbers':
      if (Array.isArray(value) && value.every((v) => Number.isFinite(v))) return value as number[];
      throw invalid(name, `cannot be ${String(value)}`, 'numbers separated by commas');
    case 'integer':
    case 'number': {
      const low = parameter.minimum ?? -Infinity;
      const high = parameter.maximum ?? Infinity;
      const valid = typeof value === 'number' && Number.isFinite(value) && value >= low && value <= high;
      if (valid && (parameter.kind === 'number' || Number.isInteger(value))) return value;
      throw invalid(
        name,
        `cannot be ${String(value)}`,
        `${parameter.kind === 'integer' ? 'a whole number' : 'a number'} from ${low} to ${high}`,
      );
    }
    default:
      if (typeof value === 'string') return value;
      throw invalid(name, `cannot be ${String(value)}`, 'a name');
  }
}

function invalid(name: string, what: string, allowed: string): LensError {
  return new LensError({ code: 'invalid-argument', what: `${name} ${what}`, next: `Allowed: ${allowed}` });
}
