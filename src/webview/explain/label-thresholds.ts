import type { Prediction } from '../../protocol/prediction';
import { usualThreshold } from '../../protocol/label-threshold';
import type { Component } from '../ui/component';
import { numberField } from '../ui/controls';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { taskOf } from './task';

/** From which probability on a label counts as given: as it was set here, or as the recipe says. */
export const thresholdOf = ({ view }: ExplainApp, { index, threshold = usualThreshold }: Prediction): number =>
  view.labelThresholds[index] ?? threshold;

const isGiven = (app: ExplainApp, label: Prediction): boolean => label.probability >= thresholdOf(app, label);

/** The threshold of one label, which is moved without another run. */
export function thresholdField(app: ExplainApp, index: number, label: string): HTMLInputElement {
  const field = numberField({
    label: t('Threshold of {0}', label),
    value: null,
    minimum: 0,
    maximum: 1,
    onChange: (value) => {
      if (value !== null) app.setView({ labelThresholds: { ...app.view.labelThresholds, [index]: value } });
    },
  });
  setAttribute(field, 'step', '0.05');
  // The row chooses what is explained.
  field.addEventListener('click', (event) => event.preventDefault());
  return field;
}

/** Shows the threshold of a label; null of what is no label beside others. */
export function showThreshold(field: HTMLInputElement, threshold: number | null): void {
  field.hidden = threshold === null;
  setAttribute(field, 'title', threshold === null ? null : t('The label counts as given from this probability on'));
  if (threshold !== null && document.activeElement !== field) field.value = String(threshold);
}

/** The labels that are given, and what keeps thresholds that were moved. */
export function givenLabels(app: ExplainApp): Component {
  const said = element('p', { class: 'quiet given-labels', role: 'status' });
  const all = (): readonly Prediction[] => app.document.prediction?.predictions ?? [];
  const keep = button({
    label: t('Keep the thresholds'),
    title: t('Writes the thresholds into the sidecar, where evaluations find them'),
    onClick: () => {
      const inOrder = [...all()].sort((a, b) => a.index - b.index);
      app.post({ kind: 'keepThresholds', thresholds: inOrder.map((label) => thresholdOf(app, label)) });
    },
  });
  const node = element('div', { class: 'given' }, said, keep);
  return {
    element: node,
    update() {
      const labels = all();
      node.hidden = taskOf(app) !== 'multi-label' || labels.length === 0;
      if (node.hidden) return;
      const given = labels.filter((label) => isGiven(app, label)).map(({ label }) => label);
      setText(said, given.length > 0 ? t('Given: {0}', given.join(', ')) : t('No label is given.'));
      keep.hidden = labels.every((label) => thresholdOf(app, label) === (label.threshold ?? usualThreshold));
    },
  };
}
