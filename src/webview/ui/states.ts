import type { ErrorReport } from '../../protocol/error';
import { element } from './element';
import { headline } from './headline';
import { button, progressRing } from './toolkit';

/** A button below a message. */
export interface StateAction {
  readonly label: string;
  readonly run: () => void;
}

/** One line and one button in the place of what is not there yet. */
export function emptyState(text: string, action?: StateAction): HTMLElement {
  return element(
    'div',
    { class: 'message', role: 'status' },
    element('p', {}, text),
    action &&
      element(
        'div',
        { class: 'message-actions' },
        button({ label: action.label, appearance: 'primary', onClick: action.run }),
      ),
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
  const buttons = actions.map(({ label, run }, i) =>
    button({ label, appearance: i === 0 ? 'primary' : 'secondary', onClick: run }),
  );
  return element(
    'div',
    { class: 'message', role: 'alert' },
    headline(error),
    element('p', {}, error.next ?? ''),
    element('div', { class: 'message-actions' }, ...buttons),
  );
}
