import type { ShownFigure } from '../figure/menu';
import type { FigurePart } from '../figure/part';
import { t } from '../ui/l10n';
import { modelOf, type EvaluationApp } from './app';
import type { Selection } from './selection';

const across = 4;

/** What an evaluation shows: its plots, the images that are in sight, and its numbers as sentences. */
export const evaluationFigure = (app: EvaluationApp, parts: FigurePart, selection: Selection): ShownFigure => ({
  name: () => app.document.folder?.name ?? 'evaluation',
  async layout() {
    const tiles = (await parts.tiles?.()) ?? [];
    return { title: titleOf(app, selection), tiles, across: Math.min(across, tiles.length) };
  },
  notes: () => parts.notes?.() ?? [],
});

function titleOf(app: EvaluationApp, selection: Selection): string {
  const { folder, results } = app.document;
  const all = results?.summary.images ?? 0;
  const listed = selection()?.order.length ?? all;
  const inputs = listed === all ? t('{0} inputs', all) : t('{0} of {1} inputs', listed, all);
  return [folder?.name, modelOf(app)?.name, inputs].filter(Boolean).join(' · ');
}
