import type { ShownFigure } from '../figure/menu';
import type { ExplainApp } from './app';
import { layoutOf } from './figure';
import { provenance } from './provenance';

/** The figure of what is on screen, and what made its maps. */
export const explainFigure = (app: ExplainApp): ShownFigure => ({
  name: () => nameOf(app).replace(/\.[^.]+$/, ''),
  layout: () => layoutOf(app),
  notes: () =>
    app.view.layout === 'cards'
      ? app.document.cards.map((card) => provenance(app, card).trim().split('\n').join(', ')).filter(Boolean)
      : [],
});

/** What it is called after: the image, or the model where there are many images. */
function nameOf({ document: { inputs, current, model }, view }: ExplainApp): string {
  return view.layout === 'cards' ? inputs[current].name : (model?.name ?? '');
}
