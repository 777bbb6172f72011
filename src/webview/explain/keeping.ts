import type { ShownFigure } from '../figure/menu';
import type { Card } from '../../protocol/explain-document';
import { methodOf, type ExplainApp } from './app';
import { layoutOf } from './figure';
import { provenance } from './provenance';

/** The figure of what is on screen, and what made its maps. */
export const explainFigure = (app: ExplainApp): ShownFigure => ({
  name: () => nameOf(app).replace(/\.[^.]+$/, ''),
  layout: () => layoutOf(app),
  notes: () => (app.view.layout === 'cards' ? app.document.cards.map((card) => noteOf(app, card)).filter(Boolean) : []),
});

/** What made a map, in one line, which begins with its method where there are several. */
function noteOf(app: ExplainApp, card: Card): string {
  const made = provenance(app, card).trim().split('\n').join(', ');
  const isAlone = app.document.cards.filter(({ state }) => state === 'done').length === 1;
  return made === '' || isAlone ? made : `${methodOf(app, card.method)?.label ?? card.method}: ${made}`;
}

/** What it is called after: the image, or the model where there are many images. */
function nameOf({ document: { inputs, current, model }, view }: ExplainApp): string {
  return view.layout === 'cards' ? inputs[current].name : (model?.name ?? '');
}
