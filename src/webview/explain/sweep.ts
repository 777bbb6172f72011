import type { Sweep } from '../../protocol/explain-document';
import type { Parameter, ParameterValue } from '../../protocol/parameter';
import { select } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import { valuesField, type SweepableParameter } from './values-field';

/** Parameters that may vary at once: rows and columns of a table of small multiples. */
const axes = 2;
/** More cards than these are not to be told apart. */
const mostCards = 36;

export interface SweepForm {
  readonly params: readonly Parameter[];
  /** The values as they are set up now, from which a comparison starts. */
  valueOf(parameter: Parameter): ParameterValue;
  /** Shows a card per combination, or one card again for undefined. */
  onChange(sweep: Sweep | undefined): void;
}

export interface SweepView {
  readonly element: HTMLElement;
  update(sweep: Sweep | undefined): void;
}

interface Axis {
  readonly name: string;
  /** null while what is written is no list of values. */
  readonly values: readonly ParameterValue[] | null;
}

/** "Compare values…": for one or two parameters several values, and one card for each combination. */
export function sweepForm(form: SweepForm): SweepView {
  const params = form.params.filter(isSweepable);
  const chosen: (Axis | null)[] = Array.from({ length: axes }, () => null);
  const run = button({ label: t('Compare'), onClick: () => form.onChange(sweepOf(chosen)) });
  const stop = button({ label: t('Back to one card'), onClick: () => form.onChange(undefined) });
  const count = element('span', { class: 'quiet', role: 'status' });
  const say = (): void => {
    const cards = countOf(chosen);
    run.disabled = cards < 2 || cards > mostCards;
    count.textContent =
      cards > mostCards ? t('{0} cards, at most {1}', cards, mostCards) : cards > 1 ? t('{0} cards', cards) : '';
  };
  const rows = chosen.map((_, i) => {
    const set = (axis: Axis | null): void => {
      chosen[i] = axis;
      say();
    };
    return axisRow(i, params, form, set);
  });
  say();
  const actions = element('div', { class: 'sweep-actions' }, run, stop, count);
  const node = element('details', { class: 'sweep' }, element('summary', {}, t('Compare values…')), ...rows, actions);
  node.hidden = params.length === 0;
  return { element: node, update: (sweep) => (stop.hidden = !sweep) };
}

function axisRow(
  index: number,
  params: readonly SweepableParameter[],
  form: SweepForm,
  set: (axis: Axis | null) => void,
): HTMLElement {
  const field = element('div', { class: 'sweep-values' });
  const options = [{ value: '', label: '—' }, ...params.map(({ name, label }) => ({ value: name, label }))];
  const choice = select(index === 0 ? t('Parameter to vary') : t('Second parameter to vary'), options, '', (name) => {
    const parameter = params.find((other) => other.name === name);
    set(null);
    field.replaceChildren();
    if (!parameter) return;
    const current = form.valueOf(parameter);
    set({ name, values: [current] });
    field.append(valuesField(parameter, current, (values) => set({ name, values })));
  });
  return element('div', { class: 'sweep-axis' }, choice, field);
}

/** The product of what is chosen; 0 where a list is not valid or a parameter is chosen twice. */
function countOf(chosen: readonly (Axis | null)[]): number {
  const used = chosen.filter((axis) => axis !== null);
  if (new Set(used.map(({ name }) => name)).size < used.length) return 0;
  return used.reduce((product, { values }) => product * (values?.length ?? 0), 1);
}

function sweepOf(chosen: readonly (Axis | null)[]): Sweep {
  return Object.fromEntries(chosen.flatMap((axis) => (axis?.values ? [[axis.name, axis.values] as const] : [])));
}

function isSweepable(parameter: Parameter): parameter is SweepableParameter {
  return parameter.kind !== 'layer' && parameter.kind !== 'file';
}
