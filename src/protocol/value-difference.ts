import type { ValueDifference } from './prediction';

/** A name with the unit of its numbers, where they have one. */
export const withUnit = (name: string, unit: string | undefined): string => (unit ? `${name} (${unit})` : name);

/** `age − 30 years`, or `|age − 30 years|`. */
export function differenceText(label: string, { from, absolute }: ValueDifference, unit?: string): string {
  const sign = from < 0 ? '+' : '−';
  const text = `${label} ${sign} ${Math.abs(from)}${unit ? ` ${unit}` : ''}`;
  return absolute ? `|${text}|` : text;
}
