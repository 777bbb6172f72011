import type { MethodDescription } from '../../protocol/method';
import type { MethodChoice } from '../../protocol/explain-document';
import { defaultSetup, parametersOf, valuesOf, withValue } from '../choices/method';
import { choiceRow } from '../choices/row';
import { passes, seconds } from '../ui/format';
import { t } from '../ui/l10n';
import { select, setChoice, type ExplainApp } from './app';
import { secondsOf } from './run-cost';
import { sweepForm } from './sweep';

/** A method's line in the picker. */
export interface MethodRow {
  readonly element: HTMLElement;
  update(choice: MethodChoice): void;
}

export function methodRow(app: ExplainApp, method: MethodDescription): MethodRow {
  const params = parametersOf(method);
  const current = (): MethodChoice =>
    app.document.choices.find((other) => other.method === method.id) ?? {
      method: method.id,
      selected: false,
      ...defaultSetup(method),
    };
  const sweep = sweepForm({
    params: params.filter(({ kind }) => kind !== 'layer'),
    valueOf: (parameter) => valuesOf(current())[parameter.name] ?? parameter.default,
    onChange: (values) => setChoice(app, method.id, { sweep: values, selected: true }, true),
  });
  const row = choiceRow({
    id: method.id,
    label: method.label,
    hint: `${method.shows}\n${method.misleads}`,
    factHint: t('Expected cost: 1 u is one forward pass of one image'),
    params,
    paper: method.paper,
    values: () => valuesOf(current()),
    model: () => ({
      layers: app.document.layers,
      inputRange: app.document.inputRange,
    }),
    onSelect: (selected) => select(app, method.id, selected),
    onChange: (name, value) => setChoice(app, method.id, withValue(current(), name, value)),
    onReset: () => setChoice(app, method.id, defaultSetup(method)),
    pickArray: () => app.ask('pickArray', null),
    extra: params.length > 0 ? sweep.element : undefined,
  });
  return {
    element: row.element,
    update(choice) {
      const cost = app.costs.get(method.id);
      const time = secondsOf(app, method.id);
      const expected = [cost && passes(cost.expectedPasses), time !== null && seconds(time)].filter(Boolean);
      const fact = cost?.unavailable ? t('not for this model') : expected.join(' · ');
      row.update({ selected: choice.selected, fact, unavailable: cost?.unavailable });
      sweep.update(choice.sweep);
    },
  };
}
