import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { popover } from '../ui/popover';
import { isDense, targetOf, truthOf, type ExplainApp } from './app';
import { predictions } from './predictions';

/** What is explained, in the bar: the class with what the model says of it, and the true one where it is known. */
export function targetChooser(app: ExplainApp): Component & { readonly panel: HTMLElement } {
  const name = element('span', { class: 'target-name' });
  const value = element('span', { class: 'figure quiet' });
  const truth = element('span', { class: 'truth' });
  const list = predictions(app);
  const chooser = popover({
    label: t('Target class'),
    children: [name, value],
    content: [list.element],
    width: 480,
    focus: () => list.element.querySelector<HTMLElement>('vscode-text-field:not([hidden])'),
  });
  chooser.trigger.classList.add('target-button');
  return {
    element: element('div', { class: 'target' }, chooser.trigger, truth),
    panel: chooser.element,
    update() {
      list.update();
      const target = targetOf(app);
      const estimates = app.document.prediction?.link === 'identity';
      const said = target && (estimates ? figure(target.probability) : percent(target.probability));
      setText(name, target?.label ?? t('Target'));
      setText(value, said ?? '');
      setAttribute(
        chooser.trigger,
        'title',
        target
          ? t('The maps explain {0}: {1}. Choose another class', target.label, meaning(app, said ?? ''))
          : t('The class that the maps explain'),
      );
      showTruth(truth, app);
    },
  };
}

function meaning(app: ExplainApp, said: string): string {
  return isDense(app) ? t('{0} of the image', said) : said;
}

/** ✓ where the likeliest class is the true one. */
function showTruth(node: HTMLElement, app: ExplainApp): void {
  const truth = truthOf(app);
  const right = truth === app.document.prediction?.predictions[0]?.label;
  setText(node, truth === undefined ? '' : t('true: {0} {1}', truth, right ? '✓' : '✗'));
  setAttribute(
    node,
    'title',
    truth === undefined
      ? null
      : right
        ? t('true: {0} ✓ predicted so', truth)
        : t('true: {0} ✗ predicted otherwise', truth),
  );
  node.classList.toggle('wrong', truth !== undefined && !right);
}
