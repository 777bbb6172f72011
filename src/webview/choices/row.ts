import { citation, type Paper } from '../../protocol/paper';
import type { Parameter, ParameterValue, ParameterValues } from '../../protocol/parameter';
import { element, setAttribute, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { menuButton } from '../ui/menu';
import { checkbox } from '../ui/toolkit';
import { parameterForm, type ParameterForm } from './parameters';

/** Something that can be ticked and set up: a method, a metric. */
export interface ChoiceRowOptions {
  /** For tests: `data-picker`. */
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** What the fact on the right means. */
  readonly factHint?: string;
  readonly params: readonly Parameter[];
  readonly paper?: Paper;
  /** As they are set up now. */
  values(): ParameterValues;
  /** What forms show of the model. */
  model(): Pick<ParameterForm, 'layers' | 'inputRange'>;
  onSelect(selected: boolean): void;
  onChange(name: string, value: ParameterValue): void;
  onReset(): void;
  /** Path of an image or array that the user picks, or null. */
  pickArray(): Promise<string | null>;
  /** Shown below the parameters. */
  readonly extra?: HTMLElement;
}

/** A line in a list of choices, with the form of its parameters below it. */
export interface ChoiceRow {
  readonly element: HTMLElement;
  /** @param state `unavailable`: why it cannot be ticked; what is ticked already can be taken back */
  update(state: { readonly selected: boolean; readonly fact: string; readonly unavailable?: string }): void;
}

export function choiceRow(options: ChoiceRowOptions): ChoiceRow {
  const { id, label, hint, params, paper } = options;
  const box = checkbox(label, false, (selected) => options.onSelect(selected));
  const fact = element('span', { class: 'figure quiet', title: options.factHint });
  const fields = element('div', {});
  const source = paper && element('a', { class: 'paper', href: paper.url, title: paper.url }, citation(paper));
  const form = element('div', { hidden: true }, fields, options.extra, source);
  const gear = menuButton({
    label: params.length > 0 ? t('Parameters of {0}', label) : t('About {0}', label),
    icon: icon('gear'),
  });
  gear.addEventListener('click', () => toggle(Boolean(form.hidden)));
  setAttribute(gear, 'aria-expanded', 'false');
  let drawn = '';

  const stateOf = (values: ParameterValues): string => {
    const { layers, inputRange } = options.model();
    return JSON.stringify([values, layers.length, inputRange]);
  };
  function toggle(open: boolean): void {
    form.hidden = !open;
    setAttribute(gear, 'aria-expanded', String(open));
    drawn = '';
    if (open) drawForm();
  }
  /**
   * The form is drawn anew only when something else than itself changed the values: typing must not lose the cursor.
   */
  function drawForm(): void {
    const now = stateOf(options.values());
    if (now === drawn) return;
    drawn = now;
    const onChange = (name: string, value: ParameterValue): void => {
      drawn = stateOf({ ...options.values(), [name]: value });
      options.onChange(name, value);
    };
    const { onReset } = options;
    // Past the form, so that it is drawn anew with the file's name.
    const onPickFile = async (name: string): Promise<void> => {
      const path = await options.pickArray();
      if (path !== null) options.onChange(name, path);
    };
    fields.replaceChildren(
      parameterForm({ params, values: options.values(), ...options.model(), onChange, onReset, onPickFile }),
    );
  }
  const line = element('div', { class: 'choice', title: hint }, box.element, fact, gear);
  return {
    element: element('div', { 'data-picker': id }, line, form),
    update(state) {
      box.set(state.selected);
      box.disable(state.unavailable !== undefined && !state.selected);
      setAttribute(line, 'title', state.unavailable ?? hint);
      line.classList.toggle('unavailable', state.unavailable !== undefined);
      setText(fact, state.fact);
      if (!form.hidden) drawForm();
    },
  };
}
