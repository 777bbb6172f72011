import type { ReferenceChoice } from '../../protocol/explain-document';
import type { Component } from '../ui/component';
import { segments } from '../ui/controls';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { nearestList } from './nearest';
import { retarget } from './retarget';
import { nameOfAddress } from './target-name';
import { taskOf } from './task';

/** The images to whose embeddings that of the image is compared, and by what. */
export function references(app: ExplainApp): Component {
  const list = element('ul', { class: 'references', 'aria-label': t('Reference images') });
  const none = element(
    'p',
    { class: 'quiet' },
    t('One number of the embedding is explained until an image is chosen.'),
  );
  const add = button({ label: t('Add reference images…'), onClick: () => app.post({ kind: 'addReferences' }) });
  const set = (changes: Partial<ReferenceChoice>): void => {
    const now = app.document.references;
    if (!now) return;
    const next = { ...now, ...changes };
    retarget(app, { references: next.files.length > 0 ? next : null });
  };
  const measures = [
    { value: 'similarity', label: t('Similarity'), title: t('The mean cosine of the embeddings') },
    { value: 'distance', label: t('Distance'), title: t('1 less the mean cosine of the embeddings') },
  ];
  const measure = segments(t('Measure'), 'measure', measures, 'similarity', (value) =>
    set({ measure: value as ReferenceChoice['measure'] }),
  );
  const nearest = nearestList(app);
  const node = element(
    'section',
    { class: 'block', 'aria-label': t('References') },
    element('h2', {}, t('References')),
    list,
    none,
    element('div', { class: 'reference-tools' }, add, measure),
    nearest.element,
  );
  const row = (uri: string): HTMLElement =>
    element(
      'li',
      { class: 'reference', title: uri },
      element('span', { class: 'reference-name' }),
      button({
        label: t('Take away {0}', nameOfAddress(uri)),
        icon: icon('cancel'),
        appearance: 'icon',
        onClick: () => set({ files: app.document.references?.files.filter((one) => one !== uri) ?? [] }),
      }),
    );
  return {
    element: node,
    update() {
      node.hidden = taskOf(app) !== 'embedding';
      nearest.update();
      const { files, measure: chosen = 'similarity' } = app.document.references ?? { files: [] };
      keyed(
        list,
        files,
        (uri) => uri,
        row,
        (one, uri) => setText(one.firstElementChild as HTMLElement, nameOfAddress(uri)),
      );
      none.hidden = files.length > 0;
      setAttribute(measure, 'hidden', files.length === 0);
      for (const input of measure.querySelectorAll('input')) input.checked = input.value === chosen;
    },
  };
}
