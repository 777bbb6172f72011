import type { LabelEntry } from './entry';
import { isIdentifier } from './identifier';
import { objectEntry } from './object-entry';
import { every, fieldsOf, nameFrom, wholeFrom } from './scalar';
import { wrapped } from './wrapped';

/** How a value that JSON, YAML or Python wrote may tell of classes; null where it is of another form. */
type ValueForm = (value: unknown) => readonly LabelEntry[] | null;

/** `"tench"`, `["n01440764", "tench"]` or `{"name": "tench", "id": 0}`. */
function entryFrom(value: unknown): LabelEntry | null {
  if (Array.isArray(value)) return pairEntry(value);
  const name = nameFrom(value);
  return name === null ? objectEntry(value) : { name };
}

/** An id or a number and a name, or a name and its synonyms. */
function pairEntry(values: readonly unknown[]): LabelEntry | null {
  const texts = every(values, nameFrom);
  if (!texts || texts.length === 0) return null;
  const index = texts.length > 1 && typeof values[0] === 'number' ? (wholeFrom(values[0]) ?? undefined) : undefined;
  const words = index === undefined ? texts : texts.slice(1);
  const name = words.find((word) => !isIdentifier(word)) ?? words[0];
  return { index, name, aliases: words.filter((word) => word !== name) };
}

/** `["tench", …]`, `[["n01440764", "tench"], …]`, `[{"id": 0, "name": "tench"}, …]` */
const list: ValueForm = (value) => (Array.isArray(value) && value.length > 0 ? every(value, entryFrom) : null);

/** `{"0": "tench", …}`, `{"0": ["n01440764", "tench"], …}`, `{"0": {"name": "tench"}, …}` */
const namesByIndex: ValueForm = (value) =>
  byKeys(value, (key, one) => {
    const index = wholeFrom(key);
    const entry = index === null ? null : entryFrom(one);
    return entry && { ...entry, index: index! };
  });

/** `{"tench": 0, …}` */
const indicesByName: ValueForm = (value) =>
  byKeys(value, (key, one) => {
    const [name, index] = [nameFrom(key), wholeFrom(one)];
    return name !== null && index !== null ? { name, index } : null;
  });

/** `{"n01440764": "tench", …}`, in the order of the file. */
const namesById: ValueForm = (value) =>
  byKeys(value, (key, one) => {
    const id = nameFrom(key);
    const entry = id !== null && isIdentifier(id) ? entryFrom(one) : null;
    return entry && { name: entry.name, aliases: [id!, ...(entry.aliases ?? [])] };
  });

const NUMBERED_KEY = /^(\D*?)(\d{1,9})$/;

/** `{"LABEL_0": "tench", …}` */
const namesByNumberedKey: ValueForm = (value) => {
  const keys = (fieldsOf(value) ?? []).map(([key]) => NUMBERED_KEY.exec(nameFrom(key) ?? ''));
  if (new Set(keys.map((match) => match?.[1])).size !== 1) return null;
  return byKeys(value, (key, one) => {
    const match = NUMBERED_KEY.exec(nameFrom(key) ?? '');
    const name = nameFrom(one);
    return match && name !== null ? { name, index: Number(match[2]) } : null;
  });
};

function byKeys(
  value: unknown,
  read: (key: unknown, value: unknown) => LabelEntry | null,
): readonly LabelEntry[] | null {
  const fields = fieldsOf(value);
  return fields && fields.length > 0 ? every(fields, ([key, one]) => read(key, one)) : null;
}

const PLAIN: readonly ValueForm[] = Object.freeze([list, namesByIndex, indicesByName, namesById, namesByNumberedKey]);

/** The classes a value tells of, itself or under one of the names that many tools use; null where it tells of none. */
export function entriesIn(value: unknown): readonly LabelEntry[] | null {
  return plainEntries(value) ?? wrapped(value, plainEntries);
}

function plainEntries(value: unknown): readonly LabelEntry[] | null {
  for (const form of PLAIN) {
    const entries = form(value);
    if (entries) return entries;
  }
  return null;
}
