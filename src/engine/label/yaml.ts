import { parseDocument } from 'yaml';
import { LensError } from '../../protocol/error';
import type { LabelReader } from './entry';
import { entriesIn } from './value-forms';

/** The parser takes a second for each of some megabytes. */
const MOST_CHARACTERS = 2 ** 21;
const MOST_ALIASES = 100;

/** YAML such as Ultralytics' `names`, as a list or a map. */
export const yaml: LabelReader = {
  form: 'YAML with names, as a list or a map',
  read({ text, ending, where }) {
    if (ending !== '.yaml' && ending !== '.yml') return null;
    const broken = (what: string, next: string, cause?: unknown): LensError =>
      new LensError({ code: 'invalid-argument', what: `the labels file ${what}`, where, next }, { cause });
    if (text.length > MOST_CHARACTERS)
      throw broken(
        `is YAML of ${text.length} characters, more than the ${MOST_CHARACTERS} that are read`,
        'Save the names as JSON',
      );
    try {
      const document = parseDocument(text, { uniqueKeys: false, prettyErrors: true });
      const [fault] = document.errors;
      if (fault)
        throw broken(
          `is broken YAML${fault.linePos ? `, line ${fault.linePos[0].line}` : ''}: ${fault.code.toLowerCase().replaceAll('_', ' ')}`,
          'Correct it, or save it again',
        );
      return entriesIn(document.toJS({ mapAsMap: true, maxAliasCount: MOST_ALIASES })) ?? [];
    } catch (error) {
      if (error instanceof LensError) throw error;
      throw broken('is YAML that is nested or repeated too deeply', 'Save the names as JSON', error);
    }
  },
};
