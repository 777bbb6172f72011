import type { EngineCalls } from '../../protocol/engine';
import { LensError } from '../../protocol/error';
import type { VerdictCalls } from '../../protocol/map-verdict';
import { writeReports } from './report-files';
import { readResults } from './stored-results';
import { readVerdicts, writeVerdict } from './verdict-file';
import { verdictTable } from './verdict-table';

type VerdictAnswers = {
  readonly [N in keyof VerdictCalls]: (args: VerdictCalls[N]['arguments']) => Promise<EngineCalls[N]['answer']>;
};

/** Answers of the calls about what people say of the maps of an evaluation. */
export const verdictAnswers: VerdictAnswers = Object.freeze<VerdictAnswers>({
  'verdicts.read': async ({ out }) => verdictTable(readVerdicts(out, resultsIn(out).summary)),
  'verdicts.give': async ({ out, ...verdict }) => {
    const results = resultsIn(out);
    const { models, methods } = results.summary;
    if (!models[verdict.model] || !methods[verdict.method]) throw gone('there is no such map among the results', out);
    writeVerdict(out, results.summary, verdict);
    writeReports(out, results);
    return verdictTable(readVerdicts(out, results.summary));
  },
});

function resultsIn(out: string): NonNullable<ReturnType<typeof readResults>> {
  const results = readResults(out);
  if (results) return results;
  throw gone('there are no results any more', out);
}

const gone = (what: string, where: string): LensError =>
  new LensError({ code: 'not-found', what, where, next: 'Run the evaluation again' });
