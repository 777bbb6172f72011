import { createHash } from 'node:crypto';
import { LensError } from '../../protocol/error';
import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import type { CellEvidenceRequest, KeptFigure } from '../../protocol/metric-evidence';
import { keepFigures } from '../evaluation/kept-figures';
import { writeReports } from '../evaluation/report-files';
import { readResults } from '../evaluation/stored-results';
import { drawFigure } from '../figure/figure';
import type { JobOptions } from '../session/execution';
import { cellEvidence, type OpenFor } from './cell';
import { evidenceFigure } from './figure';

/**
 * Puts what metrics did to come to numbers of one evaluation into its reports.
 * @param problem hears why a number has no evidence, such as an input without an object; without it that is an error
 * @throws LensError as {@link cellEvidence} does
 */
export async function keepEvidence(
  out: string,
  requests: readonly CellEvidenceRequest[],
  open: OpenFor,
  options: JobOptions & { readonly problem?: (request: CellEvidenceRequest, error: LensError) => void },
): Promise<KeptFigure[]> {
  const results = readResults(out);
  if (!results) throw new LensError({ code: 'not-found', what: 'there are no results any more', where: out });
  const kept: DrawnEvidence[] = [];
  for (const request of requests)
    try {
      kept.push(...(await drawnEvidence(request, results.summary, open, options)));
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (!options.problem || error.code !== 'not-found') throw error;
      options.problem(request, error);
    }
  keepFigures(out, kept);
  writeReports(out, results);
  return kept.map(({ svg: _svg, ...figure }) => figure);
}

type DrawnEvidence = KeptFigure & { readonly svg: Uint8Array };

/** One for each explanation that the number is the mean of. */
async function drawnEvidence(
  request: CellEvidenceRequest,
  { models, methods, columns }: EvaluationSummary,
  open: OpenFor,
  options: JobOptions,
): Promise<DrawnEvidence[]> {
  const { name } = request;
  const evidence = await cellEvidence(request, open, options);
  const [model, method, column] = [models[request.model], methods[request.method], columns[request.column]];
  const judged = { image: name, model: model.name, method: method.name };
  return Promise.all(
    evidence.map(async (one, n) => ({
      file: `evidence/${fileName([name, model.name, method.name, column.name, String(n)])}.svg`,
      caption: [column.label, method.name, model.name, name, one.asked].filter(Boolean).join(' · '),
      modelHash: model.hash,
      svg: await drawFigure(await evidenceFigure(one, judged), 'svg'),
    })),
  );
}

/** Readable, and one for each number. */
function fileName(words: readonly string[]): string {
  const readable = words.map((word) => word.replace(/[^A-Za-z0-9]+/g, '-')).join('_');
  return `${readable.slice(0, 80)}_${createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 8)}`;
}
