import type { ModelDocument } from '../../protocol/model-editor';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { progressRing } from '../ui/toolkit';
import type { ModelApp } from './app';

/**
 * How an imported model compares with TensorFlow.js' own result on a probe input; nothing for a model that was not
 * imported.
 */
export function importCheck(app: ModelApp): Component {
  const line = element('p', { class: 'import-check', role: 'status' });
  const node = element(
    'section',
    { class: 'block', 'aria-label': t('Check of the import') },
    element('h2', {}, t('Check of the import')),
    line,
  );
  let drawn = '';
  return {
    element: node,
    update() {
      const { importCheck: check, trusted } = app.document;
      const key = JSON.stringify([check, trusted]);
      node.hidden = check === null;
      if (check === null || key === drawn) return;
      drawn = key;
      line.dataset.state = check === 'running' ? check : check.state;
      line.replaceChildren(...contentOf(check, trusted));
    },
  };
}

function contentOf(check: NonNullable<ModelDocument['importCheck']>, trusted: boolean): (string | Element)[] {
  if (check === 'running')
    return [progressRing(t('Comparing with TensorFlow.js')), t('Comparing with TensorFlow.js on a random input…')];
  const { state, difference, text } = check;
  if (state === 'pending')
    return [
      trusted
        ? t('Compared with TensorFlow.js once it can be run.')
        : t('Compared with TensorFlow.js once the workspace is trusted.'),
    ];
  if (state === 'unchecked' || difference === undefined) return [icon('warning'), element('span', {}, text)];
  const figure = element('span', { class: 'figure' }, difference.toExponential(1));
  if (state === 'agrees')
    return [
      icon('check'),
      element(
        'span',
        {},
        t('Agrees with TensorFlow.js on a random input; largest difference over largest output:'),
        ' ',
        figure,
      ),
    ];
  return [
    icon('warning'),
    element(
      'span',
      {},
      t(
        'Differs from TensorFlow.js on a random input, so explanations may be wrong; largest difference over largest output:',
      ),
      ' ',
      figure,
    ),
  ];
}
