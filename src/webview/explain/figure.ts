import { cardIdOf } from '../../protocol/cards';
import { doubtOf, emptyStrip } from '../../protocol/trust-strip';
import type { FigureLayout, FigureLegend, FigureTile } from '../draw/figure';
import { legendBar } from '../draw/legend';
import { t } from '../ui/l10n';
import { cardOf, inputCardId, methodOf, truthOf, type ExplainApp } from './app';
import { endsOf } from './card-legend';
import { coloringOf } from './coloring';
import { inputImage, overlay } from './exporting';
import { gridLayout } from './grid-figure';
import { quantityText } from './quantity';
import { targetName, targetNumber } from './target-name';
import { doubtNote } from './trust-strip';
import { unitOf } from './unit';
import { versionLayout } from './version-figure';
import { variantText } from './variant';

const columns = 4;

/** What is on screen as one figure: the input and every finished map, or the images of the grid with theirs. */
export function layoutOf(app: ExplainApp): FigureLayout {
  if (app.view.layout === 'grid') return gridLayout(app);
  if (app.view.layout === 'versions') return versionLayout(app);
  const tiles = tilesOf(app);
  return { title: titleOf(app), tiles, across: Math.min(columns, tiles.length) };
}

/** The enlarged card alone, or all of them. */
function tilesOf(app: ExplainApp): FigureTile[] {
  const { enlarged } = app.view;
  const input = inputImage(app);
  const shown = (id: string): boolean => enlarged === null || enlarged === id;
  const maps = app.document.cards.flatMap((card): FigureTile[] => {
    const id = cardIdOf(card);
    if (card.state !== 'done' || !shown(id)) return [];
    const method = methodOf(app, card.method);
    const doubt = doubtOf(app.trust.get(id) ?? emptyStrip);
    const title = [method?.label ?? card.method, variantText(method, card.variant)].filter(Boolean).join(', ');
    return [{ title, image: overlay(app, id), legend: legendOf(app, id), note: doubt ? doubtNote(doubt) : '' }];
  });
  return [
    ...(input && shown(inputCardId) ? [{ title: t('Input'), image: input, legend: null, note: '' }] : []),
    ...maps,
  ];
}

function titleOf(app: ExplainApp): string {
  const { inputs, current, model } = app.document;
  const explained = [targetName(app), targetNumber(app), quantityText(app)].filter(Boolean).join(' ');
  const truth = truthOf(app);
  const told = truth !== undefined && t('true: {0}', truth);
  return [inputs[current]?.name, model?.name, explained, told].filter(Boolean).join(' · ');
}

function legendOf(app: ExplainApp, id: string): FigureLegend | null {
  const coloring = cardOf(app, id) && coloringOf(app, id);
  if (!coloring) return null;
  const [low, high] = endsOf(app, id, coloring);
  return { bar: legendBar(coloring), low, high, unit: unitOf(app, id).text };
}
