import type { EvaluationChoice } from '../../protocol/evaluation-panel';
import type { MetricDescription } from '../../protocol/metric';
import type { MethodDescription } from '../../protocol/method';
import type { Paper } from '../../protocol/paper';
import type { Parameter, ParameterValue } from '../../protocol/parameter';
import { choiceList } from '../choices/list';
import { defaultSetup, methodGroup, parametersOf, valuesOf, withValue } from '../choices/method';
import { choiceRow } from '../choices/row';
import type { Component } from '../ui/component';
import { select } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { EvaluationApp } from './app';
import { methodFact, metricFact } from './run-costs';

type List = 'methods' | 'metrics';

/** What the lists know of a method or metric. */
interface Described {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly group: string;
  readonly paper: Paper;
  /** Of the form. */
  readonly params: readonly Parameter[];
}

/** The methods whose explanations are judged. */
export function methods(app: EvaluationApp): Component {
  return choices(app, 'methods', {
    title: t('Methods'),
    search: t('Search methods'),
    describe: (id) => describedMethod(app.document.methods.find((method) => method.id === id)),
    groupLabel: methodGroup,
    facts: (choice) => methodFact(app, choice),
  });
}

/** What they are judged by. */
export function metrics(app: EvaluationApp): Component {
  const sets = setMenu(app, () => list.refill());
  const list = choices(app, 'metrics', {
    title: t('Metrics'),
    search: t('Search metrics'),
    describe: (id) => describedMetric(app.document.metrics.find((metric) => metric.id === id)),
    groupLabel: (group) => (group === 'mask' ? t('Against a mask') : t('Without a mask')),
    actions: sets.element,
    facts(choice) {
      const metric = app.document.metrics.find(({ id }) => id === choice.id);
      const none = metric?.needs.includes('mask') && app.document.inspection?.masks.images === 0;
      return none
        ? { fact: t('no masks'), unavailable: t('No input of this folder has a mask') }
        : { fact: metricFact(app, choice) };
    },
  });
  return {
    element: list.element,
    update(): void {
      sets.update();
      list.update();
    },
  };
}

function describedMethod(method: MethodDescription | undefined): Described | undefined {
  return (
    method && {
      id: method.id,
      label: method.label,
      hint: `${method.shows}\n${method.misleads}`,
      group: method.group,
      params: parametersOf(method),
      paper: method.paper,
    }
  );
}

function describedMetric(metric: MetricDescription | undefined): Described | undefined {
  if (!metric) return undefined;
  const { id, label, formula, paper, params, needs } = metric;
  return { id, label, hint: formula, group: needs.includes('mask') ? 'mask' : 'plain', params, paper };
}

interface Options {
  readonly title: string;
  readonly search: string;
  describe(id: string): Described | undefined;
  groupLabel(group: string): string;
  /** What stands beside a choice, and why it cannot be taken. */
  facts(choice: EvaluationChoice): { readonly fact: string; readonly unavailable?: string };
  readonly actions?: HTMLElement;
}

function choices(app: EvaluationApp, list: List, { title, search, describe, groupLabel, facts, actions }: Options) {
  const all = (): readonly EvaluationChoice[] => app.document.setup?.[list] ?? [];
  const set = (next: readonly EvaluationChoice[]): void => app.choose({ [list]: next });
  const change = (key: string, changes: Partial<EvaluationChoice>): void =>
    set(all().map((choice) => (choice.key === key ? { ...choice, ...changes } : choice)));
  const known = ({ id }: EvaluationChoice): Described => describe(id) as Described;
  return choiceList<EvaluationChoice>({
    title,
    search,
    chosen: t('Chosen'),
    actions,
    items: () => all().filter(({ id }) => describe(id)),
    key: ({ key }) => key,
    group: (choice) => known(choice).group,
    groupLabel,
    text: (choice) => `${known(choice).label} ${choice.id} ${known(choice).group}`,
    isChosen: ({ selected }) => selected,
    row(choice) {
      const { label, hint, params, paper } = known(choice);
      const { key, id } = choice;
      const current = (): EvaluationChoice => all().find((other) => other.key === key) ?? choice;
      const defaults = (): Partial<EvaluationChoice> =>
        defaultSetup({ params: params.filter(({ name }) => name in current().params) });
      const another = button({ label: t('Add with other values'), onClick: () => set(withCopy(all(), current())) });
      const remove =
        key === id
          ? null
          : button({ label: t('Remove'), onClick: () => set(all().filter((other) => other.key !== key)) });
      const row = choiceRow({
        id: key,
        label,
        hint,
        params,
        paper,
        values: () => valuesOf(current()),
        model: () => ({
          layers: app.document.layers,
          inputRange: app.document.inputRange,
        }),
        onSelect: (selected) => change(key, { selected }),
        onChange: (name, value) => change(key, withValue(current(), name, value)),
        onReset: () => change(key, defaults()),
        pickArray: () => app.ask('pickArray', null),
        extra: params.length > 0 ? element('div', { class: 'choice-copies' }, another, remove) : undefined,
      });
      return {
        element: row.element,
        update(now: EvaluationChoice) {
          const { fact, unavailable } = facts(now);
          const own = [differences(now, params), fact].filter(Boolean).join(' · ');
          row.update({ selected: now.selected, fact: own, unavailable });
        },
      };
    },
  });
}

/** The same again below it, to be given other values. */
function withCopy(list: readonly EvaluationChoice[], of: EvaluationChoice): EvaluationChoice[] {
  const used = new Set(list.map(({ key }) => key));
  let number = 2;
  while (used.has(`${of.id} ${number}`)) number++;
  const at = list.map(({ id }) => id).lastIndexOf(of.id) + 1;
  return [...list.slice(0, at), { ...of, key: `${of.id} ${number}`, selected: true }, ...list.slice(at)];
}

/** What is not as it is by default: "steps 16". */
function differences(choice: EvaluationChoice, params: readonly Parameter[]): string {
  const values = valuesOf(choice);
  const same = (parameter: Parameter): boolean =>
    JSON.stringify(values[parameter.name] ?? parameter.default) === JSON.stringify(parameter.default);
  return params
    .filter((parameter) => !same(parameter))
    .map(({ name }) => `${name} ${textOf(values[name])}`)
    .join(', ');
}

const textOf = (value: ParameterValue): string => (Array.isArray(value) ? value.join('×') : String(value));

/** Chooses the metrics of a set in place of those chosen. */
function setMenu(app: EvaluationApp, refill: () => void): Component {
  const node = select(t('Take a set of metrics'), [], '', (id) => {
    const set = app.document.sets.find((one) => one.id === id);
    node.value = '';
    if (!set) return;
    const left = app.document.metrics.map(({ id: metric, params }) => ({
      metric,
      params,
      asked: set.metrics.filter((one) => one.metric === metric),
    }));
    const next = left.flatMap(({ metric, params, asked }): EvaluationChoice[] => {
      const defaults = Object.fromEntries(params.map((parameter) => [parameter.name, parameter.default]));
      if (asked.length === 0) return [{ key: metric, id: metric, selected: false, params: defaults, layer: null }];
      return asked.map((one, i) => ({
        key: i === 0 ? metric : `${metric} ${i + 1}`,
        id: metric,
        selected: true,
        params: { ...defaults, ...one.params },
        layer: null,
      }));
    });
    app.choose({ metrics: next });
    refill();
  });
  return {
    element: node,
    update() {
      if (node.options.length === app.document.sets.length + 1) return;
      const options = [{ id: '', label: t('Set…') }, ...app.document.sets];
      node.replaceChildren(
        ...options.map(({ id, label }) => element('option', { value: id, title: label }, id || label)),
      );
    },
  };
}
