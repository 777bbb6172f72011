import { pairTableOf } from '../engine/comparison/result-pairs';
import { pairTables } from '../engine/evaluation/pair-tables';
import { readSummary } from '../engine/evaluation/stored-results';
import { readResult } from '../engine/figure/result';
import { LensError } from '../protocol/error';
import type { Figure } from '../protocol/figure';
import { pairFigure } from '../protocol/pair-figure';
import type { PairTable } from '../protocol/pair-table';

/** How alike maps are, image by image: of an evaluation's folder, or of those that `explain` has written. @throws LensError */
export async function correlationFigure(folders: readonly string[], measure: string | undefined): Promise<Figure> {
  const stored = folders.length === 1 ? readSummary(folders[0]) : null;
  const tables = stored
    ? measured(pairTables(folders[0], stored.summary), folders[0], measure)
    : [pairTableOf(await Promise.all(folders.map(readResult)), measure ?? 'pearson')];
  const models = tables[0].models.join(', ');
  return pairFigure(tables, `How alike are the explanations? ${models}`, []);
}

/** All that were asked for when the folder was evaluated, or the one that is named. */
function measured(tables: readonly PairTable[], where: string, id: string | undefined): readonly PairTable[] {
  const chosen = id === undefined ? tables : tables.filter(({ measure }) => measure.id === id);
  if (chosen.length > 0) return chosen;
  throw new LensError({
    code: 'invalid-argument',
    what: id === undefined ? 'the evaluation has compared no maps' : `the evaluation has not compared maps by ${id}`,
    where,
    next: `Evaluate two methods with --pairs ${id ?? 'pearson,spearman'}`,
  });
}
