import type { MethodDescription } from '../../protocol/method';
import type { MethodChoice } from '../../protocol/explain-document';
import { choiceList } from '../choices/list';
import { methodGroup } from '../choices/method';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { methodOf, type ExplainApp } from './app';
import { methodRow } from './methods';
import { sumOfCosts } from './run-cost';

/** The method picker: which to run, what each will cost, and how it is set up. */
export function methodPicker(app: ExplainApp): Component {
  const sum = element('span', { class: 'figure quiet', role: 'status' });
  const described = ({ method }: MethodChoice): MethodDescription => methodOf(app, method) as MethodDescription;
  const list = choiceList<MethodChoice>({
    title: t('Methods'),
    search: t('Search methods'),
    chosen: t('Chosen'),
    items: () => app.document.choices.filter(({ method }) => methodOf(app, method)),
    key: ({ method }) => method,
    group: (choice) => described(choice).group,
    groupLabel: methodGroup,
    text: (choice) => `${described(choice).label} ${choice.method} ${described(choice).group}`,
    isChosen: ({ selected }) => selected,
    row: (choice) => methodRow(app, described(choice)),
    actions: sum,
  });
  return {
    element: list.element,
    update() {
      list.update();
      const { choices } = app.document;
      const chosen = t('{0} chosen', choices.filter(({ selected }) => selected).length);
      setText(sum, [chosen, sumOfCosts(app)].filter(Boolean).join(' · '));
    },
  };
}
