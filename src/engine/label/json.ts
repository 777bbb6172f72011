import { parsedJson } from '../file/json';
import type { LabelReader } from './entry';
import { entriesIn } from './value-forms';

/** JSON of any of the forms that tools write; also in a file of another ending. */
export const json: LabelReader = {
  form: 'JSON: a list of names, names by index, indices by name, or an object that holds them (id2label, labels, names)',
  read({ text, ending, where }) {
    if (ending === '.json') return entriesIn(parsedJson(text, where, 'the labels file')) ?? [];
    if (!/^\s*[[{]/.test(text)) return null;
    // Python writes lists and dictionaries with the same brackets.
    const value = valueOf(text) ?? lineValues(text);
    return value === undefined ? null : (entriesIn(value) ?? []);
  },
};

/** Undefined where the text is no JSON. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON Lines: one object for each class; undefined where a line is something else. */
function lineValues(text: string): unknown[] | undefined {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines.every((line) => line.trim().startsWith('{'))) return undefined;
  const values = lines.map(valueOf);
  return values.includes(undefined) ? undefined : values;
}
