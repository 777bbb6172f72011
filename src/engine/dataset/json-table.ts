import { IMAGE_HEADINGS, LABEL_HEADINGS, LIKELY_HEADINGS, MASK_HEADINGS, plainHeading } from './headings';
import type { LabelRow } from './label-row';

/** Names under which tools keep such a list or object. */
export const IN_JSON: readonly string[] = ['labels', 'annotations', 'images', 'data', 'samples', 'items'];

/**
 * Labels a JSON value tells of: a list of objects or of pairs, an object from image to label, or any of these under a
 * usual name; null where it holds something else.
 */
export function rowsInJson(content: unknown): LabelRow[] | null {
  const rows = listed(content) ?? keyed(content);
  if (rows || !isObject(content)) return rows;
  for (const name of IN_JSON) {
    const inside = Object.entries(content).find(([key]) => key.toLowerCase() === name)?.[1];
    const found = listed(inside) ?? keyed(inside);
    if (found) return found;
  }
  return null;
}

function listed(content: unknown): LabelRow[] | null {
  if (!Array.isArray(content) || content.length === 0) return null;
  const rows = content.map((entry) => (Array.isArray(entry) ? pairRow(entry) : objectRow(entry)));
  return rows.every((row) => row !== null) ? rows : null;
}

/** `{"a.png": "cat", …}` */
function keyed(content: unknown): LabelRow[] | null {
  if (!isObject(content)) return null;
  const entries = Object.entries(content);
  return entries.length > 0 && entries.every(([, label]) => isLabel(label))
    ? entries.map(([image, label]) => ({ image, label: String(label) }))
    : null;
}

/** `["a.png", 3]` */
function pairRow([image, label]: readonly unknown[]): LabelRow | null {
  return typeof image === 'string' && isLabel(label) ? { image, label: String(label) } : null;
}

/** `{"file": "a.png", "class": "cat", "mask": "a.mask.png"}` */
function objectRow(entry: unknown): LabelRow | null {
  if (!isObject(entry)) return null;
  const fields = new Map(Object.entries(entry).map(([key, value]) => [plainHeading(key), value]));
  const [image, label, mask] = [IMAGE_HEADINGS, [...LABEL_HEADINGS, ...LIKELY_HEADINGS], MASK_HEADINGS].map((names) =>
    names.map((name) => fields.get(name)).find((value) => value !== undefined && value !== null),
  );
  if (typeof image !== 'string' || !isLabel(label)) return null;
  return { image, label: String(label), mask: typeof mask === 'string' ? mask : undefined };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isLabel = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
