import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { TrainingApp } from './app';

/** That the results shown were made with other choices than those set up now. */
export function differs(app: TrainingApp): Component {
  const adopt = button({ label: t('Set up what made these results'), onClick: () => app.post({ kind: 'adopt' }) });
  const said = element('p', {});
  const node = element('section', { class: 'agreement', 'aria-label': t('What is shown') }, said, adopt);
  return {
    element: node,
    update() {
      const { differs: out, run } = app.document;
      node.hidden = out === null || run !== null;
      const folder = (out ?? '').split(/[\\/]/).pop() ?? '';
      setText(
        said,
        t('These results were made with other choices; they stay, and a new training goes to {0}.', folder),
      );
    },
  };
}
