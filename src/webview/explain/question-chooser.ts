import type { QuestionDescription } from '../../protocol/question';
import type { Component } from '../ui/component';
import { select as selectBox, setOptions } from '../ui/controls';
import { element, keyed, setText } from '../ui/element';
import { passes } from '../ui/format';
import { t } from '../ui/l10n';
import { checkbox, type Checkbox } from '../ui/toolkit';
import { methodOf, select, type ExplainApp } from './app';

/** Of the methods that answer a question so many are ticked. */
const ticked = 2;

/** Which method to take, by what a person wants to know: the ones that answer it are ticked, and say why. */
export function questionChooser(app: ExplainApp): Component {
  let questions: readonly QuestionDescription[] = [];
  const ticks = new Map<string, Checkbox>();
  let asked = false;
  let chosen: QuestionDescription | undefined;
  const box = selectBox(t('Which method?'), [], '', (id) => {
    chosen = questions.find((one) => one.id === id);
    for (const method of answersOf().slice(0, ticked)) if (!isChosen(method)) select(app, method, true);
    update();
  });
  const advice = element('p', { class: 'quiet' });
  const list = element('ul', { class: 'question-methods', 'aria-label': t('Methods that answer it') });
  const node = element('section', { class: 'question' }, box, advice, list);

  const answersOf = (): readonly string[] =>
    (chosen?.methods ?? []).filter((id) => methodOf(app, id) && !app.costs.get(id)?.unavailable);
  const isChosen = (id: string): boolean =>
    app.document.choices.some(({ method, selected }) => method === id && selected);

  /** Asked for once, when the picker is first opened. */
  async function ask(): Promise<void> {
    if (asked) return;
    asked = true;
    try {
      questions = await app.ask('questions', null);
    } catch {
      // Without an answer the list of methods serves, and the next look asks again.
      asked = false;
    }
    update();
  }

  function update(): void {
    const options = questions.map(({ id, question }) => ({ value: id, label: question }));
    setOptions(box, [{ value: '', label: t('Which method?') }, ...options], chosen?.id ?? '');
    setText(advice, chosen?.advice ?? '');
    advice.hidden = list.hidden = !chosen;
    keyed(
      list,
      answersOf(),
      (id) => id,
      (id) => answer(id),
      (_row, id) => ticks.get(id)?.set(isChosen(id)),
    );
  }

  function answer(id: string): HTMLElement {
    const { label, shows } = methodOf(app, id)!;
    const cost = app.costs.get(id)?.expectedPasses;
    const tick = checkbox(label, isChosen(id), (on) => select(app, id, on));
    ticks.set(id, tick);
    const said = cost === undefined ? shows : `${shows} ${passes(cost)}`;
    return element('li', {}, tick.element, element('span', { class: 'quiet' }, said));
  }

  return {
    element: node,
    update() {
      void ask();
      update();
    },
  };
}
