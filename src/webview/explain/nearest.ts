import type { Nearest } from '../../protocol/explain-document';
import { valueOf } from '../../protocol/loading';
import type { Component } from '../ui/component';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { retarget } from './retarget';

type NearInput = Nearest['images'][number];

/** The images of a folder nearest to the one shown, the nearest first; a click makes one the reference. */
export function nearestList(app: ExplainApp): Component {
  const find = button({
    label: t('Nearest images of a folder…'),
    title: t('Compares the embeddings of all images of a folder with that of this one'),
    onClick: () => app.post({ kind: 'nearest', toReferences: false }),
  });
  const findMean = button({
    label: t('Nearest to the mean of the references…'),
    title: t('Compares the embeddings of all images of a folder with the mean of those of the references'),
    onClick: () => app.post({ kind: 'nearest', toReferences: true }),
  });
  const said = element('p', { class: 'quiet', role: 'status' });
  const list = element('div', { class: 'nearest-images', role: 'group', 'aria-label': t('Nearest images') });
  const refer = ({ uri }: NearInput): void => {
    const { measure = 'similarity' } = app.document.references ?? {};
    retarget(app, { references: { files: [uri], measure } });
  };
  return {
    element: element(
      'div',
      { class: 'nearest' },
      element('div', { class: 'reference-tools' }, find, findMean),
      said,
      list,
    ),
    update() {
      const { nearest, references } = app.document;
      findMean.hidden = (references?.files.length ?? 0) < 2;
      setText(said, saying(nearest));
      const images = valueOf(nearest)?.images ?? [];
      keyed(
        list,
        images,
        ({ uri }) => uri,
        (one) => tile(one, refer),
        (node, { uri }) => setAttribute(node, 'aria-pressed', String(references?.files.includes(uri) ?? false)),
      );
      list.hidden = images.length === 0;
    },
  };
}

function saying(nearest: ExplainApp['document']['nearest']): string {
  if (nearest.state === 'none') return '';
  if (nearest.state === 'error') return [nearest.error.what, nearest.error.next].filter(Boolean).join('. ');
  if (nearest.state === 'loading')
    return nearest.of ? t('{0} of {1} images', nearest.done ?? 0, nearest.of) : t('Looking for images…');
  const { folder, compared, leftOut, images } = nearest.value;
  const text = t('The nearest {0} of {1} images of {2}, with the cosine', images.length, compared, folder);
  return leftOut.length > 0 ? `${text} · ${t('{0} could not be read', leftOut.length)}` : text;
}

function tile(one: NearInput, refer: (one: NearInput) => void): HTMLElement {
  const { name, thumbnail, similarity } = one;
  const ending = name.slice(name.lastIndexOf('.') + 1);
  return element(
    'button',
    {
      class: 'nearest-image',
      type: 'button',
      title: t('{0}: similarity {1}. Compare with this image', name, figure(similarity)),
      'aria-label': t('{0}, similarity {1}', name, figure(similarity)),
      onclick: () => refer(one),
    },
    thumbnail
      ? element('img', { src: thumbnail, alt: '', loading: 'lazy' })
      : element('span', { class: 'frame-ending' }, ending),
    element('span', { class: 'figure' }, figure(similarity)),
  );
}
