import type { LabelEntry } from './entry';
import { fieldsOf, nameFrom, wholeFrom } from './scalar';

/** Names of fields and columns, in order of preference; compared in small letters without signs between words. */
export const NAME_KEYS = [
  'displayname',
  'name',
  'labelname',
  'classname',
  'label',
  'class',
  'category',
  'categoryname',
  'title',
  'description',
  'text',
  'names',
  'labels',
  'classes',
  'categories',
];
export const INDEX_KEYS = [
  'index',
  'idx',
  'classindex',
  'classidx',
  'labelindex',
  'labelidx',
  'classid',
  'labelid',
  'categoryid',
  'id',
  'number',
  'no',
  'nr',
  'key',
  'target',
  'class',
  'label',
];
const ALIAS_KEYS = ['wnid', 'synset', 'synsetid', 'wordnetid', 'mid', 'id', 'code', 'classid', 'labelid', 'name'];

/** `Display_Name`, `display name` and `displayName` are one key. */
export const plainKey = (key: string): string => key.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** `{"id": 0, "name": "tench", "wnid": "n01440764"}` as a class; null where no field is a name. */
export function objectEntry(value: unknown): LabelEntry | null {
  const fields = new Map((fieldsOf(value) ?? []).map(([key, one]) => [plainKey(nameFrom(key) ?? ''), one]));
  const nameKey = NAME_KEYS.find((key) => typeof fields.get(key) === 'string');
  if (nameKey === undefined) return null;
  const indexKey = INDEX_KEYS.find((key) => key !== nameKey && wholeFrom(fields.get(key)) !== null);
  const aliases = ALIAS_KEYS.filter((key) => key !== nameKey && key !== indexKey)
    .map((key) => fields.get(key))
    .filter((one) => typeof one === 'string');
  return {
    name: nameFrom(fields.get(nameKey)) ?? '',
    index: indexKey === undefined ? undefined : wholeFrom(fields.get(indexKey))!,
    aliases,
  };
}
