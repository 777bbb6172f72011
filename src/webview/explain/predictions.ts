import type { Prediction } from '../../protocol/prediction';
import { defaultTarget } from '../../protocol/target';
import type { TaskId } from '../../protocol/task';
import type { Component } from '../ui/component';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { checkbox, textField } from '../ui/toolkit';
import { targetOf, truthOf, type ExplainApp } from './app';
import { shortClass } from './class-names';
import { givenLabels, showThreshold, thresholdField, thresholdOf } from './label-thresholds';
import { retargetSoon } from './retarget';
import { isEstimate, said } from './said';
import { taskOf } from './task';

const shownAtFirst = 5;
const shownOfSearch = 20;

/** Classes with their probabilities; the one chosen is what the maps explain. */
export function predictions(app: ExplainApp): Component {
  let search = '';
  const choose = (index: number): void => {
    const { prediction, group, against, references } = app.document;
    if (group) {
      const next = group.includes(index) ? group.filter((one) => one !== index) : [...group, index];
      return retargetSoon(app, { group: next.length > 0 ? next : null });
    }
    const target = prediction && defaultTarget(prediction).index === index ? null : index;
    if (target === app.document.target && !references) return;
    retargetSoon(app, { target, references: null, ...(against === index && { against: null }) });
  };
  const field = textField({
    label: t('Search classes'),
    placeholder: t('Search classes'),
    onInput: (value) => {
      search = value.trim().toLowerCase();
      update();
    },
  });
  const several = checkbox(t('Several together'), false, (on) => {
    const target = targetOf(app);
    retargetSoon(app, { group: on && target ? [target.index] : null, against: null });
  });
  setAttribute(several.element, 'title', t('Explains the sum of the scores of several classes'));
  const list = element('div', { class: 'predictions', role: 'radiogroup', 'aria-label': t('Target class') });
  const given = givenLabels(app);
  const none = element('p', { class: 'quiet' }, t('No class matches.'));
  const node = element(
    'section',
    { class: 'block', 'aria-label': t('Predictions') },
    element('h2', {}, t('Predictions')),
    field,
    list,
    none,
    given.element,
    several.element,
  );

  function update(): void {
    const all = app.document.prediction?.predictions ?? [];
    const task = taskOf(app);
    const target = targetOf(app);
    const truth = truthOf(app);
    const { group, references } = app.document;
    const members = all.filter(({ index }) => group?.includes(index));
    several.element.hidden = !canBeSeveral(task);
    several.set(Boolean(group));
    setAttribute(list, 'role', group ? 'group' : 'radiogroup');
    const known = [target, all.find(({ label }) => label === truth), ...members];
    const found = search ? matching(all, search) : all.slice(0, shownAtFirst);
    const shown = withKnown(found, known);
    const make = (item: Prediction | number): HTMLElement =>
      typeof item === 'number' ? element('div', { class: 'prediction skeleton' }) : row(app, item, choose);
    keyed<Prediction | number, HTMLElement>(list, all.length ? shown : placeholders, keyOf, make, (line, item) => {
      if (typeof item === 'number') return;
      updateRow(line, item, {
        chosen: group ? group.includes(item.index) : !references && item.index === target?.index,
        several: Boolean(group),
        name: shortClass(app, item.label),
        isTrue: item.label === truth,
        value: said(app, item),
        task,
        threshold: task === 'multi-label' ? thresholdOf(app, item) : null,
      });
    });
    given.update();
    none.hidden = !search || found.length > 0;
    field.hidden = all.length <= shownAtFirst;
  }
  return { element: node, update };
}

/** Whether the scores of classes are one row, which has a sum. */
const canBeSeveral = (task: TaskId | null): boolean => task === 'multi-label' || task === 'classification';

/** Rows that hold the place of predictions to come. */
const placeholders: readonly number[] = Array.from({ length: shownAtFirst }, (_, i) => i);

function keyOf(item: Prediction | number): string {
  return typeof item === 'number' ? `placeholder-${item}` : String(item.index);
}

function matching(all: readonly Prediction[], search: string): Prediction[] {
  return all
    .filter(({ label, index }) => label.toLowerCase().includes(search) || String(index) === search)
    .slice(0, shownOfSearch);
}

/** With the target and the true class, which stay in sight whatever is searched for. */
function withKnown(found: readonly Prediction[], known: readonly (Prediction | undefined)[]): readonly Prediction[] {
  return [...new Set([...found, ...known])].filter((one) => one !== undefined);
}

function row(app: ExplainApp, { index, label }: Prediction, choose: (index: number) => void): HTMLElement {
  const radio = element('input', { type: 'radio', name: 'target', onchange: () => choose(index) });
  return element(
    'label',
    { class: 'prediction', 'data-prediction': true },
    radio,
    element('span', { class: 'prediction-label' }),
    element('span', { class: 'prediction-truth' }),
    element('span', { class: 'figure' }),
    bar(),
    thresholdField(app, index, label),
  );
}

function bar(): HTMLElement {
  return element('span', { class: 'bar', 'aria-hidden': 'true' }, element('span', { class: 'bar-fill' }));
}

interface RowState {
  readonly chosen: boolean;
  /** It is one of several that may be chosen together. */
  readonly several: boolean;
  readonly isTrue: boolean;
  /** A short one. */
  readonly name: string;
  /** Its number. */
  readonly value: string;
  readonly task: TaskId | null;
  /** From which probability on the label counts as given; null of what is no label beside others. */
  readonly threshold: number | null;
}

function updateRow(
  line: HTMLElement,
  { index, label, probability, logit }: Prediction,
  { chosen, several, isTrue, name: short, value, task, threshold }: RowState,
): void {
  const [radio, name, truth, number, track, field] = line.children as unknown as [
    HTMLInputElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLInputElement,
  ];
  setAttribute(line, 'data-label', label);
  setAttribute(line, 'data-probability', probability);
  const estimates = isEstimate(task);
  setAttribute(
    line,
    'title',
    estimates
      ? t('{0}: {1}', label, value)
      : t('{0}: probability {1}, logit {2}, class {3}', label, value, figure(logit), index),
  );
  if (radio.type !== (several ? 'checkbox' : 'radio')) radio.type = several ? 'checkbox' : 'radio';
  radio.checked = chosen;
  setAttribute(radio, 'aria-label', isTrue ? t('{0}, {1}, the true class', label, value) : `${label}, ${value}`);
  setText(truth, isTrue ? t('true') : '');
  setText(name, short);
  setText(number, value);
  track.hidden = estimates;
  setAttribute(track, 'data-threshold', threshold !== null);
  setAttribute(line, 'data-given', threshold !== null && probability >= threshold);
  showThreshold(field, threshold);
  if (threshold !== null) track.style.setProperty('--threshold', `${100 * threshold}%`);
  (track.firstElementChild as HTMLElement).style.inlineSize = `${estimates ? 0 : probability * 100}%`;
}
