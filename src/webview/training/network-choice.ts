import type { Component } from '../ui/component';
import { segments, select } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { networkName, networkNames, type TrainingApp } from './app';

/** More networks are chosen from a list. */
const MOST_BUTTONS = 6;

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
      if (names.length > MOST_BUTTONS) return node.replaceChildren(listOf(app, names, current));
      const focused = node.contains(document.activeElement);
      node.replaceChildren(segments(t('Network'), id, options, current ?? '', (network) => look(app, network)));
      if (focused) node.querySelector<HTMLElement>(':checked')?.focus();
    },
  };
}

const look = (app: TrainingApp, network: string): void => app.setView({ network, cell: null, fold: null });

function listOf(app: TrainingApp, names: readonly string[], current: string | null): HTMLElement {
  const options = names.map((name) => ({ value: name, label: name }));
  return select(t('Network'), options, current ?? '', (network) => look(app, network));
}
