import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { taskLabels } from '../ui/task-labels';
import { popover } from '../ui/popover';
import { againstChooser } from './against';
import { targetOf, truthOf, type ExplainApp } from './app';
import { shortClass } from './class-names';
import { differenceChooser } from './difference';
import { predictions } from './predictions';
import { quantityChooser, quantityText } from './quantity';
import { references } from './references';
import { retargetSoon } from './retarget';
import { targetName, targetNumber, wholeTargetName } from './target-name';
import { taskOf } from './task';

/** What is explained, in the bar: the class or box with what the model says of it, and the truth where it is known. */
export function targetChooser(app: ExplainApp): Component & { readonly panel: HTMLElement } {
  const name = element('span', { class: 'target-name' });
  const value = element('span', { class: 'figure quiet' });
  const truth = element('button', {
    class: 'link truth',
    onclick: () => retargetSoon(app, { target: trueIndex(app) ?? null, against: null, group: null }),
  });
  const list = predictions(app);
  const quantity = quantityChooser(app);
  const compared = references(app);
  const against = againstChooser(app);
  const difference = differenceChooser(app);
  const task = element('p', { class: 'quiet target-task' });
  const chooser = popover({
    label: t('Target'),
    children: [name, value],
    content: [list.element, against.element, difference.element, quantity.element, compared.element, task],
    width: 480,
    focus: () =>
      chooser.element.querySelector<HTMLElement>(
        'section:not([hidden]) :is(vscode-text-field:not([hidden]), input:checked)',
      ),
  });
  chooser.trigger.classList.add('target-button');
  return {
    element: element('div', { class: 'target' }, chooser.trigger, truth),
    panel: chooser.element,
    update() {
      const detects = taskOf(app) === 'detection';
      list.element.hidden = detects;
      quantity.element.hidden = !detects;
      list.update();
      quantity.update();
      compared.update();
      against.update();
      difference.update();
      const target = targetName(app);
      const explained = [target, quantityText(app)].filter(Boolean).join(', ');
      const number = targetNumber(app);
      setText(name, explained || t('Target'));
      setText(value, number);
      setAttribute(
        chooser.trigger,
        'title',
        target
          ? t('The maps explain {0}: {1}. Choose something else', wholeTargetName(app) ?? target, meaning(app, number))
          : t('What the maps explain'),
      );
      const { task: known } = app.document;
      setText(task, known ? t('{0}: {1}', taskLabels()[known.id], known.reason) : '');
      showTruth(truth, app);
    },
  };
}

function meaning(app: ExplainApp, number: string): string {
  if (taskOf(app) === 'segmentation') return t('{0} of the image', number);
  return number || t('a drawn box');
}

/** Of the true class, where the model knows it. */
const trueIndex = (app: ExplainApp): number | undefined =>
  app.document.prediction?.predictions.find(({ label }) => label === truthOf(app))?.index;

/** ✓ where the likeliest class is the true one. */
function showTruth(node: HTMLButtonElement, app: ExplainApp): void {
  const truth = truthOf(app);
  const right = truth === app.document.prediction?.predictions[0]?.label;
  setText(node, truth === undefined ? '' : t('true: {0} {1}', shortClass(app, truth), right ? '✓' : '✗'));
  node.disabled = truth === undefined || truth === targetOf(app)?.label || trueIndex(app) === undefined;
  setAttribute(node, 'title', truth === undefined ? null : `${verdict(truth, right)}\n${offer(app, truth)}`);
  node.classList.toggle('wrong', truth !== undefined && !right);
}

const verdict = (truth: string, right: boolean): string =>
  right ? t('true: {0} ✓ predicted so', truth) : t('true: {0} ✗ predicted otherwise', truth);

/** What a click on the true class does, or why it does nothing. */
function offer(app: ExplainApp, truth: string): string {
  if (truth === targetOf(app)?.label) return t('The maps explain this class');
  return trueIndex(app) === undefined
    ? t('The model has no class of this name')
    : t('Click to explain this class instead');
}
