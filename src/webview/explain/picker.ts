import type { MethodDescription } from '../../protocol/explain';
import type { MethodChoice } from '../../protocol/explain-panel';
import { choiceList } from '../choices/list';
import { methodGroup } from '../choices/method';
import type { Component } from '../ui/component';
import { t } from '../ui/l10n';
import { methodOf, type ExplainApp } from './app';
import { methodRow } from './methods';

/** The method picker: which to run, what each will cost, and how it is set up. */
export function methodPicker(app: ExplainApp): Component {
  const described = ({ method }: MethodChoice): MethodDescription => methodOf(app, method) as MethodDescription;
  return choiceList<MethodChoice>({
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
  });
}
