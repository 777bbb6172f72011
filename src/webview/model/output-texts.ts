import type { Recipe } from '../../protocol/recipe';

/** `mm`, or `mm, kg`; nothing between two commas is an output without a unit. */
export function unitsOf(text: string): Recipe['units'] {
  const units = text.split(',').map((one) => one.trim());
  if (units.length > 1) return units;
  return units[0] || undefined;
}

/** Thresholds as they are written: a number for all, or a line for each label. */
export function thresholdsText(thresholds: Recipe['thresholds'], labels: readonly string[]): string {
  if (thresholds === undefined) return '';
  if (typeof thresholds === 'number') return String(thresholds);
  const pairs: readonly (readonly [string, number])[] = Array.isArray(thresholds)
    ? (thresholds as readonly number[]).map((one, k) => [labels[k] ?? '', one])
    : Object.entries(thresholds);
  if (pairs.some(([label]) => label === '')) return pairs.map(([, one]) => one).join(', ');
  return pairs.map(([label, one]) => `${label}: ${one}`).join('\n');
}

/** The same read: undefined where nothing is written, null where it is no threshold. */
export function thresholdsOf(text: string): Recipe['thresholds'] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return undefined;
  if (!lines.some((line) => line.includes(':'))) {
    const numbers = text.split(/[\s,]+/).flatMap((one) => (one === '' ? [] : [Number(one)]));
    if (!numbers.every(isShare)) return null;
    return numbers.length === 1 ? numbers[0] : numbers;
  }
  const pairs = lines.map((line) => [line.slice(0, line.lastIndexOf(':')).trim(), numberAfter(line)] as const);
  return pairs.every(([label, number]) => label !== '' && isShare(number)) ? Object.fromEntries(pairs) : null;
}

const isShare = (value: number): boolean => value >= 0 && value <= 1;

function numberAfter(line: string): number {
  const text = line.slice(line.lastIndexOf(':') + 1).trim();
  return text === '' ? NaN : Number(text);
}
