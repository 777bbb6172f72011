import type { Component } from '../ui/component';
import { segments } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { networkName, networkNames, type TrainingApp } from './app';

/** Which network is looked at, where there are several. @param id of the group of buttons */
export function networkChoice(app: TrainingApp, id: string): Component {
  const node = element('div', {});
  let drawn = '';
  return {
    element: node,
    update() {
      const [names, current] = [networkNames(app.document), networkName(app)];
      node.hidden = names.length < 2;
      const key = JSON.stringify([names, current]);
      if (key === drawn) return;
      drawn = key;
      const options = names.map((name) => ({ value: name, label: name, title: t('Show {0}', name) }));
      const focused = node.contains(document.activeElement);
      node.replaceChildren(
        segments(t('Network'), id, options, current ?? '', (network) =>
          app.setView({ network, cell: null, fold: null }),
        ),
      );
      if (focused) node.querySelector<HTMLElement>(':checked')?.focus();
    },
  };
}
