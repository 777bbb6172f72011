import type { MethodDescription } from '../../protocol/method';
import type { MethodChoice } from '../../protocol/explain-document';
import { choiceList } from '../choices/list';
import { defaultSetup, methodGroup, parametersOf, valuesOf, withValue } from '../choices/method';
import { choiceRow } from '../choices/row';
import type { Component } from '../ui/component';
import { t } from '../ui/l10n';
import { choicesOf, setChoice, type ComparisonApp } from './app';
import { methodFact } from './cost';

/** Which methods are compared, and how each is set up. */
export function methodPicker(app: ComparisonApp): Component {
  const described = ({ method }: MethodChoice): MethodDescription | undefined =>
    app.document.methods.find(({ id }) => id === method);
  return choiceList<MethodChoice>({
    title: t('Methods'),
    search: t('Search methods'),
    chosen: t('Chosen'),
    items: () => choicesOf(app).filter(described),
    key: ({ method }) => method,
    group: (choice) => described(choice)?.group ?? '',
    groupLabel: methodGroup,
    text: (choice) => `${described(choice)?.label} ${choice.method} ${described(choice)?.group}`,
    isChosen: ({ selected }) => selected,
    row: (choice) => methodRow(app, described(choice) as MethodDescription),
  });
}

function methodRow(app: ComparisonApp, method: MethodDescription) {
  const current = (): MethodChoice =>
    choicesOf(app).find((other) => other.method === method.id) ?? {
      method: method.id,
      selected: false,
      ...defaultSetup(method),
    };
  const set = (changes: Partial<MethodChoice>): void => setChoice(app, method.id, changes);
  const row = choiceRow({
    id: method.id,
    label: method.label,
    hint: `${method.shows}\n${method.misleads}`,
    params: parametersOf(method),
    paper: method.paper,
    values: () => valuesOf(current()),
    model: () => ({ layers: [], inputRange: null }),
    onSelect: (selected) => set({ selected }),
    onChange: (name, value) => set(withValue(current(), name, value)),
    onReset: () => set(defaultSetup(method)),
    pickArray: () => app.ask('pickArray', null),
  });
  return {
    element: row.element,
    update: ({ selected }: MethodChoice) => row.update({ selected, ...methodFact(app, method.id) }),
  };
}
