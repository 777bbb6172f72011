import type { ComparedImage } from '../../protocol/comparison-panel';
import type { Component } from '../ui/component';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { selectedIn } from '../ui/list-keys';
import type { ComparisonApp } from './app';

const all = 'all';

/** The images, with how alike the first two maps of each are, and all of them together on top. */
export function imageList(app: ComparisonApp): Component {
  const list = element('div', { class: 'images', role: 'listbox', tabindex: 0, 'aria-label': t('Images') });
  const selected = selectedIn(list, (key) => app.post({ kind: 'select', index: key === all ? null : Number(key) }));
  const node = element(
    'section',
    { class: 'block image-box', 'aria-label': t('Images') },
    element('h2', {}, t('Images')),
    list,
  );
  return {
    element: node,
    update() {
      const { inputs, images, current } = app.document;
      node.hidden = inputs.length < 2;
      if (node.hidden) return;
      keyed(
        list,
        [all, ...inputs.keys()].map(String),
        (key) => key,
        makeRow,
        (row, key) => {
          const index = Number(key);
          const [name, says] = [...row.children];
          setText(name, key === all ? t('All images') : inputs[index].name);
          setText(
            says,
            key === all
              ? t('{0} compared', images.filter(({ state }) => state === 'done').length)
              : stateOf(images[index]),
          );
          setAttribute(row, 'title', key === all ? null : titleOf(app, index));
          setAttribute(row, 'data-state', key === all ? null : images[index]?.state);
        },
      );
      selected.update(current === null ? all : String(current));
    },
  };
}

function makeRow(): HTMLElement {
  return element(
    'div',
    { class: 'image-row', role: 'option' },
    element('span', { class: 'image-name' }),
    element('span', { class: 'figure quiet' }),
  );
}

function stateOf(image: ComparedImage | undefined): string {
  if (image?.state === 'done') return t('Pearson r {0}', figure(image.pairs[0]?.values.pearson ?? NaN));
  const says = { waiting: '', running: t('running'), error: t('failed'), done: '' };
  return says[image?.state ?? 'waiting'];
}

function titleOf(app: ComparisonApp, index: number): string {
  const image = app.document.images[index];
  const path = decodeURIComponent(app.document.inputs[index].uri.replace(/^file:\/\//, ''));
  if (image?.state === 'error') return `${path}\n${image.error.what}`;
  const [pair] = image?.state === 'done' ? image.pairs : [];
  return pair ? `${path}\n${t('Pearson r of {0} and {1}', pair.first, pair.second)}` : path;
}
