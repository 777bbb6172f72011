import { targetBox } from '../../protocol/target';
import type { Component } from '../ui/component';
import { select, setOptions } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { targetOf, truthOf, type ExplainApp } from './app';
import { shortClass } from './class-names';
import { retargetSoon } from './retarget';

/** Of many classes those most likely are offered. */
const offered = 20;
const none = '';

/** A class whose score is taken off that of the target: why the one and not the other. */
export function againstChooser(app: ExplainApp): Component {
  const chooser = select(t('Class that is taken off'), [], none, (value) =>
    retargetSoon(app, { target: targetOf(app)?.index ?? null, against: value === none ? null : Number(value) }),
  );
  const node = element('label', { class: 'against' }, element('span', {}, t('minus the score of')), chooser);
  node.title = t('Explains the difference of two scores: why the one class and not the other');
  return {
    element: node,
    update() {
      const { prediction, group, references, against } = app.document;
      const target = targetOf(app);
      const truth = truthOf(app);
      const others = (prediction?.predictions ?? []).filter(({ index }) => index !== target?.index);
      node.hidden = others.length === 0 || Boolean(group ?? references ?? targetBox(app.document) ?? prediction?.boxes);
      const shown = others.filter(({ index, label }, k) => k < offered || index === against || label === truth);
      const options = shown.map(({ index, label }) => ({
        value: String(index),
        label: shortClass(app, label),
        title: label,
      }));
      setOptions(chooser, [{ value: none, label: t('no other class') }, ...options], String(against ?? none));
    },
  };
}
