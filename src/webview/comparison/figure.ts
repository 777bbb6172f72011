import type { ShownFigure } from '../figure/menu';
import { notesOf, tilesOf, type FigurePart } from '../figure/part';
import { t } from '../ui/l10n';
import type { ComparisonApp } from './app';

const mostAcross = 4;

/** The maps of the image shown with how they are spread, or of all images taken together how alike they are. */
export const comparisonFigure = (app: ComparisonApp, parts: readonly FigurePart[]): ShownFigure => ({
  name() {
    const { current, inputs } = app.document;
    return current === null ? 'comparison' : inputs[current].name.replace(/\.[^.]+$/, '');
  },
  async layout() {
    const tiles = await tilesOf(parts);
    return { title: titleOf(app), tiles, across: Math.min(mostAcross, tiles.length, acrossOf(app)) };
  },
  notes: () => notesOf(parts),
});

/** As many as there are maps, so that what is said of each stands below it. */
function acrossOf({ document: { shown, summary } }: ComparisonApp): number {
  const maps = shown.state === 'done' ? shown.value.maps.length : (summary?.summary.distributions.length ?? 1);
  return Math.max(2, maps);
}

function titleOf({ document: { inputs, current, models, target, box, labels } }: ComparisonApp): string {
  const image = current === null ? t('{0} images', inputs.length) : inputs[current].name;
  const chosen = box?.label ?? (typeof target === 'number' ? labels[target] : target);
  return [image, ...models.map(({ name }) => name), chosen ?? t('each for the class that is predicted')].join(' · ');
}
