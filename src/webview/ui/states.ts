import type { ErrorReport } from '../../protocol/error';
import type { PageCommand, PageToHost } from '../../protocol/page';
import { element } from './element';
import { headline } from './headline';
import { t } from './l10n';
import { button, progressRing } from './toolkit';

/** A button below a message. */
export interface StateAction {
  readonly label: string;
  readonly run: () => void;
}

/** One line in the place of what is not there yet, and buttons for what can be done about it, the nearest first. */
export function emptyState(text: string, ...offered: readonly (StateAction | undefined)[]): HTMLElement {
  const actions = offered.filter((action) => action !== undefined);
  return element(
    'div',
    { class: 'message', role: 'status' },
    element('p', {}, text),
    actions.length > 0 && actionRow(actions),
  );
}

/** In the place of what is being made. */
export function busyState(text: string): HTMLElement {
  return element(
    'div',
    { class: 'message', role: 'status' },
    progressRing(text),
    element('p', { class: 'quiet' }, text),
  );
}

/** What went wrong, what to do next, and a button that does it. */
export function errorState(error: ErrorReport, actions: readonly StateAction[]): HTMLElement {
  return element(
    'div',
    { class: 'message', role: 'alert' },
    headline(error),
    element('p', {}, error.next ?? ''),
    actionRow(actions),
  );
}

function actionRow(actions: readonly StateAction[]): HTMLElement {
  const buttons = actions.map(({ label, run }, i) =>
    button({ label, appearance: i === 0 ? 'primary' : 'secondary', onClick: run }),
  );
  return element('div', { class: 'message-actions' }, ...buttons);
}

/** What helps where nothing is there yet: a model from anywhere on the disk, or the sample. */
export function startingPoints(post: (message: PageToHost) => void): readonly [StateAction, StateAction] {
  const command = (name: PageCommand) => (): void => post({ kind: 'command', command: name });
  return [
    { label: t('Browse for a model…'), run: command('browseModel') },
    { label: t('Try the sample'), run: command('trySample') },
  ];
}
