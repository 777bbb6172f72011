import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import type { KeptFigure } from '../../protocol/metric-evidence';
import { RESULTS } from '../file/kind';
import { readText } from '../file/reading';
import type { ReportFigure } from '../report/table';
import { writeWhole } from '../report/whole-file';

const INDEX = join('evidence', 'figures.json');

/** Keeps figures beside the results, in place of those of the same files. @throws LensError `disk` */
export function keepFigures(out: string, figures: readonly (KeptFigure & { readonly svg: Uint8Array })[]): void {
  const files = new Set(figures.map(({ file }) => file));
  for (const { file, svg } of figures) writeWhole(join(out, file), svg);
  const others = indexIn(out).filter(({ file }) => !files.has(file));
  const all = [...others, ...figures.map(({ svg: _svg, ...kept }) => kept)];
  writeWhole(join(out, INDEX), `${JSON.stringify(all, null, 2)}\n`);
}

/** The figures of maps of these results; those of models that were trained anew since are left out. */
export function keptFigures(out: string, { models }: EvaluationSummary): ReportFigure[] {
  return indexIn(out).flatMap(({ file, caption, modelHash }) => {
    const path = join(out, file);
    if (!models.some(({ hash }) => hash === modelHash) || !existsSync(path)) return [];
    return [{ file, caption, svg: readText(path, RESULTS) }];
  });
}

/** Results are not lost to a list that somebody broke: its figures are made again on a click. */
function indexIn(out: string): KeptFigure[] {
  const path = join(out, INDEX);
  if (!existsSync(path)) return [];
  try {
    const read: unknown = JSON.parse(readText(path, RESULTS));
    return Array.isArray(read) ? read.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** Nothing but a drawing of that very folder stands in a report. */
function isKept(value: unknown): value is KeptFigure {
  const { file, caption, modelHash } = (value ?? {}) as Partial<KeptFigure>;
  const isText = [file, caption, modelHash].every((text) => typeof text === 'string');
  return isText && /^evidence\/[\w-]+\.svg$/.test(file!);
}
