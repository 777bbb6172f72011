import { LensError } from '../../protocol/error';
import { lineAt } from '../file/json';
import type { LabelReader } from './entry';
import { beginsLiteral, LiteralFault, pythonLiteral } from './python-literal';
import { entriesIn } from './value-forms';

/** A dictionary or list that Python printed. */
export const python: LabelReader = {
  form: 'a Python dictionary or list',
  read({ text, where }) {
    if (!beginsLiteral(text)) return null;
    try {
      return entriesIn(pythonLiteral(text)) ?? [];
    } catch (error) {
      if (!(error instanceof LiteralFault)) throw error;
      throw new LensError({
        code: 'invalid-argument',
        what: `the labels file is broken, line ${lineAt(text, error.offset)}: ${error.message}`,
        where,
        next: 'Save the names again, as JSON or one per line',
      });
    }
  },
};
