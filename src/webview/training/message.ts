import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { busyState, emptyState, errorState } from '../ui/states';
import type { TrainingApp } from './app';

/** In place of everything: what to do first, or what went wrong. */
export function message(app: TrainingApp): Component {
  const node = element('div', {});
  let shown = '';
  return {
    element: node,
    update() {
      const { error, folder, trusted, opening } = app.document;
      const key = JSON.stringify([error, folder === null, trusted, opening]);
      if (key === shown) return;
      shown = key;
      node.hidden = !error && folder !== null;
      const first = trusted
        ? { label: t('Try again'), run: () => app.post({ kind: 'retry' }) }
        : { label: t('Manage trust'), run: () => app.post({ kind: 'command', command: 'manageTrust' }) };
      const log = { label: t('Show log'), run: () => app.post({ kind: 'command', command: 'showLog' }) };
      const choose = {
        label: t('Choose a folder…'),
        run: () => app.post({ kind: 'command', command: 'trainFolder' }),
      };
      if (error) node.replaceChildren(errorState(error, [first, log]));
      else if (opening) node.replaceChildren(busyState(t('Opening…')));
      else
        node.replaceChildren(
          emptyState(
            t('Right-click a folder with a sub-folder per class in the Explorer and choose Train Networks…'),
            choose,
          ),
        );
    },
  };
}
