import { element } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';

/** A line above the content that says something once and can be closed. */
export function notice() {
  const text = element('span', {});
  const node = element(
    'div',
    { class: 'notice', role: 'status', hidden: true },
    text,
    button({ label: t('Close'), icon: icon('cancel'), appearance: 'icon', onClick: () => (node.hidden = true) }),
  );
  return {
    element: node,
    show(sentence: string): void {
      text.textContent = sentence;
      node.hidden = false;
    },
  };
}
