import { LensError, type ErrorReport } from '../../../protocol/error';
import type { Journal } from '../journal';
import { keyOf } from '../journal';
import type { ResultSource } from '../result-source';
import { endsRun } from '../run-end';

/** Under which key a journal holds why a result could not be computed. */
export const failureKey = (key: string): string => keyOf('failure', key);

/**
 * Results are computed, and why one could not be is kept in the journal, so that merging the parts of a run need not
 * try it again.
 */
export function keptFailures(journal: Journal): ResultSource {
  return {
    async of(subject, key, make) {
      try {
        return await make();
      } catch (thrown) {
        const error = LensError.from(thrown);
        if (endsRun(error)) throw error;
        const known = journal.of(subject).get(failureKey(key)) as ErrorReport | undefined;
        if (known?.what !== error.what) journal.add(subject, failureKey(key), error.toReport());
        throw error;
      }
    },
  };
}
