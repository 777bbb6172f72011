import type { LabelEntry } from './entry';
import { isIdentifier } from './identifier';
import { fieldsOf, nameFrom } from './scalar';
import { plainKey } from './object-entry';

/**
 * Names under which tools keep the classes of a model, in order of preference: configurations of Hugging Face and timm,
 * metadata of Teachable Machine and Ultralytics, class indices of Keras and torchvision, categories of COCO.
 */
const KEYS = [
  'id2label',
  'idx2label',
  'index2label',
  'idtolabel',
  'idxtoclass',
  'indextoclass',
  'label2id',
  'classtoidx',
  'classindices',
  'names',
  'classnames',
  'labelnames',
  'labels',
  'classes',
  'categories',
  'classlabels',
  'labelmap',
  'labellist',
  'labelnamelist',
  'thingclasses',
  'vocab',
];
const DESCRIPTIONS = 'labeldescriptions';
const MOST_DEPTH = 3;
const MOST_OBJECTS = 1000;

/** Classes under one of the known names, the least deep first; null where there is none. */
export function wrapped(
  value: unknown,
  read: (value: unknown) => readonly LabelEntry[] | null,
): readonly LabelEntry[] | null {
  let level: unknown[] = [value];
  for (let depth = 0; depth < MOST_DEPTH && level.length > 0; depth++) {
    const objects = level.map(fieldsOf).filter((fields) => fields !== null);
    for (const fields of objects) {
      const entries = known(fields, read);
      if (entries) return entries;
    }
    level = objects.flatMap((fields) => fields.map(([, one]) => one)).slice(0, MOST_OBJECTS);
  }
  return null;
}

function known(
  fields: readonly (readonly [key: unknown, value: unknown])[],
  read: (value: unknown) => readonly LabelEntry[] | null,
): readonly LabelEntry[] | null {
  const values = new Map(fields.map(([key, one]) => [plainKey(nameFrom(key) ?? ''), one]));
  for (const key of KEYS) {
    const entries = read(values.get(key));
    if (entries) return described(entries, values.get(DESCRIPTIONS));
  }
  return null;
}

/** timm lists ids, and keeps what they mean apart. */
function described(entries: readonly LabelEntry[], descriptions: unknown): readonly LabelEntry[] {
  const words = new Map(fieldsOf(descriptions));
  return entries.map((entry) => {
    const description = isIdentifier(entry.name) ? nameFrom(words.get(entry.name)) : null;
    return description ? { ...entry, name: description, aliases: [entry.name, ...(entry.aliases ?? [])] } : entry;
  });
}
