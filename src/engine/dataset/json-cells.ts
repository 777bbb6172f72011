import { IN_JSON } from './json-table';

type Fields = Record<string, unknown>;

/**
 * A table in JSON, the headings first: a list of objects; an object from image to what is true of it; or one of these
 * under a usual name. Lists become `a;b`. Files of COCO are none.
 */
export function cellsInJson(content: unknown): string[][] {
  if (Array.isArray(content)) return ofList(content);
  if (!isFields(content) || 'categories' in content) return [];
  const inside = Object.entries(content).find(
    ([name, value]) => IN_JSON.includes(name.toLowerCase()) && isTable(value),
  );
  return inside ? cellsInJson(inside[1]) : ofList(Object.entries(content).map(keyed));
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTable = (value: unknown): boolean => (Array.isArray(value) ? value.every(isFields) : isFields(value));

/** `"a.png": ["cat", "dog"]`, or `"a.png": { "cat": 1, "dog": 0 }` */
const keyed = ([image, value]: readonly [string, unknown]): Fields =>
  isFields(value) ? { image, ...value } : { image, labels: value };

function ofList(list: readonly unknown[]): string[][] {
  if (!list.every(isFields)) return [];
  const headings = [...new Set(list.flatMap((one) => Object.keys(one)))];
  return [headings, ...list.map((one) => headings.map((heading) => cellOf(one[heading])))];
}

function cellOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(cellOf).join(';');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
