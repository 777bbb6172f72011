import { element, setText } from './element';
import { icon } from './icons';
import { t } from './l10n';
import type { StateAction } from './states';
import { button } from './toolkit';

/** A line over the foot of the page that says something once; it can be closed, and may offer what to do about it. */
export function notice() {
  const text = element('span', {});
  const actions = element('span', { class: 'notice-actions' });
  const close = button({
    label: t('Close'),
    icon: icon('cancel'),
    appearance: 'icon',
    onClick: () => (node.hidden = true),
  });
  const node = element('div', { class: 'notice', role: 'status', hidden: true }, text, actions, close);
  return {
    element: node,
    show(sentence: string, action?: StateAction): void {
      setText(text, sentence);
      const run = (): void => {
        node.hidden = true;
        action?.run();
      };
      actions.replaceChildren(...(action ? [button({ label: action.label, onClick: run })] : []));
      node.hidden = false;
    },
  };
}
