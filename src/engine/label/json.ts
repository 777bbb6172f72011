import { parsedJson } from '../file/json';
import type { LabelReader } from './entry';
import { entriesIn } from './value-forms';

/** JSON of any of the forms that tools write; also in a file of another ending. */
export const json: LabelReader = {
  form: 'JSON: a list of names, names by index, indices by name, or an object that holds them (id2label, labels, names)',
  read({ text, ending, where }) {
    if (ending === '.json') return entriesIn(parsedJson(text, where, 'the labels file')) ?? [];
    if (!/^\s*[[{]/.test(text)) return null;
    try {
      return entriesIn(JSON.parse(text)) ?? [];
    } catch {
      // Python writes lists and dictionaries with the same brackets.
      return null;
    }
  },
};
