import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { emptyState, errorState, startingPoints } from '../ui/states';
import type { ComparisonApp } from './app';

/** What to do next where there is nothing to show. */
export function message(app: ComparisonApp): Component {
  const says = element('div', {});
  const leftOut = element('ul', { class: 'left-out', 'aria-label': t('Left out') });
  const node = element('div', { class: 'comparison-message' }, says, leftOut);
  let shown = '';
  return {
    element: node,
    update() {
      const { error, inputs, trusted, leftOut: without } = app.document;
      const empty = inputs.length === 0 && !error;
      node.hidden = !error && !empty && without.length === 0;
      const key = JSON.stringify([error, empty, trusted, without]);
      if (key === shown) return;
      shown = key;
      leftOut.replaceChildren(
        ...without.map(({ name, error: { what } }) =>
          element('li', {}, icon('warning'), t('{0} is left out: {1}', name, what)),
        ),
      );
      if (error) says.replaceChildren(errorState(error, remedies(app)));
      else if (empty)
        says.replaceChildren(
          emptyState(
            t('Right-click an image or a folder in the Explorer and choose Compare Methods.'),
            { label: t('Choose images…'), run: () => app.post({ kind: 'pick', what: 'images' }) },
            ...startingPoints(app.post),
          ),
        );
      else says.replaceChildren();
    },
  };
}

function remedies({ document: { trusted, inputs, models }, post }: ComparisonApp) {
  const log = { label: t('Show log'), run: () => post({ kind: 'command', command: 'showLog' }) };
  if (!trusted)
    return [{ label: t('Manage trust'), run: () => post({ kind: 'command', command: 'manageTrust' }) }, log];
  if (inputs.length === 0)
    return [{ label: t('Choose images…'), run: () => post({ kind: 'pick', what: 'images' }) }, log];
  const choose = { label: t('Choose models'), run: () => post({ kind: 'pick', what: 'models' }) };
  const again = { label: t('Try again'), run: () => post({ kind: 'run' }) };
  return models.length === 0 ? [choose, log] : [choose, again, log];
}
