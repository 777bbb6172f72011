import type { ErrorReport } from '../../protocol/error';
import type { PanelCommand } from '../../protocol/explain-panel';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { headline } from '../ui/headline';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';

/** In place of everything: what to do first, or what went wrong; one sentence and one button. */
export function message(app: ExplainApp): Component {
  const node = element('section', { class: 'message' });
  const command = (name: PanelCommand) => () => app.post({ kind: 'command', command: name });
  let shown = '';
  return {
    element: node,
    update() {
      const { error, inputs, trusted } = app.document;
      const empty = inputs.length === 0;
      node.hidden = !error && !empty;
      const key = JSON.stringify([error, empty, trusted]);
      if (key === shown) return;
      shown = key;
      node.setAttribute('role', error ? 'alert' : 'status');
      if (error) {
        const [label, run] = remedy(error, trusted, app, command);
        node.replaceChildren(
          headline(error),
          element('p', {}, error.next ?? ''),
          element(
            'div',
            { class: 'message-actions' },
            button({ label, appearance: 'primary', onClick: run }),
            ofTheModel.has(error.code) && button({ label: t('Select another model'), onClick: command('selectModel') }),
            button({ label: t('Show log'), onClick: command('showLog') }),
          ),
        );
      } else if (empty) {
        node.replaceChildren(
          element('p', {}, t('Right-click an image in the Explorer and choose Explain Image.')),
          element(
            'div',
            { class: 'message-actions' },
            button({ label: t('Choose an image…'), appearance: 'primary', onClick: command('openImages') }),
          ),
        );
      }
    },
  };
}

/** Errors that another model may not have. */
const ofTheModel: ReadonlySet<ErrorReport['code']> = new Set(['wrong-shape', 'corrupt-model', 'unsupported-model']);

function remedy(error: ErrorReport, trusted: boolean, app: ExplainApp, command: (name: PanelCommand) => () => void): [string, () => void] {
  if (!trusted) return [t('Manage trust'), command('manageTrust')];
  if (error.code === 'not-found' && !app.document.model) return [t('Select a model'), command('selectModel')];
  return [t('Try again'), () => app.post({ kind: 'retry', card: null })];
}
