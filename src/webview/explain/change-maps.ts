import type { CardKey } from '../../protocol/explain-document';
import type { MapChange, PinnedImage } from '../../protocol/versions';
import type { Coloring } from '../draw/heatmap';
import { legendValues, paintLegend } from '../draw/legend';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { changeLabel, partsOf } from './change';
import { ChangeImage } from './change-image';
import { unitOfMethod } from './unit';

export interface ChangeMaps {
  readonly element: HTMLElement;
  update(change: MapChange | undefined, image: PinnedImage): void;
}

/** The maps of one card before and after, and their difference. */
export function changeMaps(app: ExplainApp, key: CardKey): ChangeMaps {
  const title = element('h4', {});
  const unit = element('span', { class: 'quiet' });
  const note = element('p', { class: 'version-fault' });
  const images = element('div', { class: 'change-images' });
  const views = partsOf(app, key.method, undefined).map(({ name }) => {
    const image = new ChangeImage(app);
    const legend = changeLegend();
    const caption = element('figcaption', {}, name);
    images.append(element('figure', { class: 'change-map' }, caption, image.element, legend.element));
    return { image, legend };
  });
  return {
    element: element(
      'article',
      { class: 'change-maps', 'data-method': key.method },
      element('header', { class: 'change-head' }, title, unit),
      images,
      note,
    ),
    update(change, image) {
      const label = changeLabel(app, key);
      setText(title, label);
      setText(unit, unitOfMethod(app, key.method).text);
      setText(note, change?.error?.what ?? '');
      note.hidden = !change?.error;
      partsOf(app, key.method, change).forEach(({ name, plane, coloring }, i) => {
        views[i].image.update(image, plane, coloring, t('{0}: {1} of {2}', label, name, image.name));
        views[i].legend.update(plane && coloring);
      });
    },
  };
}

function changeLegend() {
  const bar = element('canvas', { class: 'legend-bar', 'aria-hidden': 'true' });
  const [low, high] = ['low', 'high'].map((end) => element('span', { class: `figure legend-${end}` }));
  const node = element('span', { class: 'grid-legend', role: 'group', 'aria-label': t('Legend') }, low, bar, high);
  return {
    element: node,
    update(coloring: Coloring | null): void {
      node.classList.toggle('empty', !coloring);
      if (!coloring) return;
      const [from, to] = legendValues(coloring);
      setText(low, figure(from));
      setText(high, figure(to));
      paintLegend(bar, coloring);
    },
  };
}
