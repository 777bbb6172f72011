import type { Parameter, ParameterValue, ParameterValues } from './parameter';

/** A value as it is written and read as text; lists are 3x16x16. */
export const valueText = (value: ParameterValue): string => (Array.isArray(value) ? value.join('x') : String(value));

/** Of the values given, those that are not the defaults, by name and as text, in the order of the schema. */
export function changedValues(schema: readonly Parameter[], params: ParameterValues): [name: string, text: string][] {
  return schema
    .filter(({ name }) => name in params)
    .map((parameter): [string, string, string] => [
      parameter.name,
      valueText(params[parameter.name]),
      valueText(parameter.default),
    ])
    .filter(([, value, usual]) => value !== usual)
    .map(([name, value]) => [name, value]);
}
