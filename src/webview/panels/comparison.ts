import { emptyComparison, type ComparisonToHost, type ComparisonToPanel } from '../../protocol/comparison-panel';
import { dispatch, type Handlers } from '../../protocol/handlers';
import type { OutputFile } from '../../protocol/output';
import { initialView, type ComparisonApp, type ComparisonView } from '../comparison/app';
import { comparisonFigure } from '../comparison/figure';
import { header } from '../comparison/header';
import { histograms } from '../comparison/histograms';
import { imagePairs } from '../comparison/image-pairs';
import { imageList } from '../comparison/images';
import { labelMaps } from '../comparison/label-maps';
import { maps } from '../comparison/maps';
import { message } from '../comparison/message';
import { scatters } from '../comparison/scatters';
import { setupBar } from '../comparison/setup-bar';
import { tables } from '../comparison/tables';
import { Viewport } from '../draw/viewport';
import { connect } from '../host';
import { figureItems } from '../figure/menu';
import { pageOf } from '../page';
import { element } from '../ui/element';
import { loadTranslations, t } from '../ui/l10n';
import { notice } from '../ui/notice';
import { skipLinks } from '../ui/skip';
import { defineWidgets } from '../ui/toolkit';
import './comparison.css';

loadTranslations();
defineWidgets();
const host = connect<ComparisonToHost, ComparisonToPanel, ComparisonView>();
let scheduled = false;

const app: ComparisonApp = Object.assign(pageOf(host, emptyComparison, initialView, update), {
  viewport: new Viewport(),
  notify: (sentence: string) => notices.show(sentence),
});
const notices = notice();

const numbers = tables(app);
const byImage = imagePairs(app);
const distributions = histograms(app);
const plots = [distributions, scatters(app)];
const say = message(app);
const inputs = imageList(app);
const bar = setupBar(app);
const drawn = [labelMaps(app), maps(app), ...plots, numbers];
const results = [...drawn, byImage];
const head = header(app, {
  figure: figureItems(app, comparisonFigure(app, drawn)),
  exportAs: (what) => void exportAs(what),
});
const links = skipLinks([
  { label: t('To the results'), place: () => found.querySelector<HTMLElement>(':scope > section:not([hidden])') },
  { label: t('To the methods'), place: () => bar.element.querySelector<HTMLElement>('.popover-button') },
]);
const found = element('div', { class: 'compared-results' }, ...results.map((part) => part.element));
const body = element(
  'main',
  { class: 'content' },
  say.element,
  element('div', { class: 'compared' }, inputs.element, found),
);
document.body.append(links.element, element('div', { class: 'top' }, head.element, bar.element), body, notices.element);

/** Many messages of one frame are one update. */
function update(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    for (const part of [head, bar, say, inputs, ...results, links]) part.update();
    const { error, busy, images } = app.document;
    document.body.dataset.state = error
      ? 'error'
      : busy
        ? 'running'
        : images.some(({ state }) => state === 'done')
          ? 'done'
          : 'empty';
  });
}

async function exportAs(what: 'all' | 'tables' | 'images'): Promise<void> {
  const files: OutputFile[] = [];
  if (what !== 'images') files.push(...numbers.files(), ...byImage.files(), distributions.file());
  if (what !== 'tables') for (const plot of plots) files.push(...(await plot.images()));
  host.post({ kind: 'saveFiles', files });
}

const handlers: Handlers<ComparisonToPanel> = {
  document: (received) => app.change(received.document),
  update: ({ changes }) => {
    if (changes.current !== undefined || changes.inputs) app.viewport.reset();
    app.change(changes);
  },
  image: ({ index, image }) =>
    app.change({ images: app.document.images.map((old, at) => (at === index ? image : old)) }),
};

host.onMessage((received) => dispatch(handlers, received));
update();
host.post({ kind: 'ready' });
