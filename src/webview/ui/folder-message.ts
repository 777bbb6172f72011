import type { ErrorReport } from '../../protocol/error';
import type { PageCommand } from '../../protocol/page';
import type { Component } from './component';
import { element } from './element';
import { t } from './l10n';
import { busyState, emptyState, errorState, type StateAction } from './states';

/** A panel about a folder. */
interface FolderPanel {
  readonly document: {
    readonly error: ErrorReport | null;
    readonly folder: object | null;
    readonly trusted: boolean;
    readonly opening: boolean;
  };
  post(message: { readonly kind: 'retry' } | { readonly kind: 'command'; readonly command: PageCommand }): void;
}

interface FirstStep {
  /** How a folder is chosen in the Explorer. */
  readonly text: string;
  /** What asks for one. */
  readonly command: PageCommand;
  readonly others?: readonly StateAction[];
}

/** In place of everything: what to do first, or what went wrong. */
export function folderMessage(app: FolderPanel, { text, command, others = [] }: FirstStep): Component {
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
      const choose = { label: t('Choose a folder…'), run: () => app.post({ kind: 'command', command }) };
      if (error) node.replaceChildren(errorState(error, [first, log]));
      else if (opening) node.replaceChildren(busyState(t('Opening…')));
      else node.replaceChildren(emptyState(text, choose, ...others));
    },
  };
}
