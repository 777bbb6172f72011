import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { popover } from '../ui/popover';
import { methodOf, type ExplainApp } from './app';
import { methodPicker } from './picker';
import { questionChooser } from './question-chooser';

export interface MethodChooser extends Component {
  readonly panel: HTMLElement;
  /** Opens the picker at a method, with its parameters. */
  show(method: string): void;
}

/** The button that opens the method picker, with how many are chosen. */
export function methodChooser(app: ExplainApp): MethodChooser {
  const picker = methodPicker(app);
  const questions = questionChooser(app);
  const count = element('span', { class: 'figure count' });
  const chooser = popover({
    label: t('Methods'),
    children: [element('span', {}, t('Methods')), count],
    content: [questions.element, picker.element],
    width: 640,
    onOpen: updateContent,
    focus: () => (asked ? null : picker.element.querySelector<HTMLElement>('vscode-text-field:not([hidden])')),
    onClose: () => (asked = false),
  });
  let asked = false;
  /** Some fifty rows, which nobody sees while it is closed. */
  function updateContent(): void {
    picker.update();
    questions.update();
  }
  return {
    element: chooser.trigger,
    panel: chooser.element,
    show(method) {
      asked = true;
      chooser.show();
      const row = picker.element.querySelector(`[data-picker="${CSS.escape(method)}"]`);
      row?.scrollIntoView({ block: 'start' });
      const gear = row?.querySelector<HTMLElement>('.choice > .menu-button');
      if (gear?.getAttribute('aria-expanded') === 'false') gear.click();
      gear?.focus();
    },
    update() {
      if (chooser.isOpen) updateContent();
      const known = app.document.choices.filter(({ method }) => methodOf(app, method));
      setText(count, t('{0} of {1}', known.filter(({ selected }) => selected).length, known.length));
    },
  };
}
