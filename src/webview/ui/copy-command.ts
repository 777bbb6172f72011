import type { PageToHost } from '../../protocol/page';
import { icon } from './icons';
import { t } from './l10n';
import { button } from './toolkit';

/** Copies the command line that makes what is shown: for pages without a menu of what can be kept. */
export const copyCommandButton = (post: (message: PageToHost) => void) =>
  button({
    label: t('Copy as command line'),
    icon: icon('copy'),
    appearance: 'icon',
    onClick: () => post({ kind: 'copyCommand' }),
  });
