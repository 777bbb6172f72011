import type { MethodDescription } from '../../protocol/explain';
import { seedName } from '../../protocol/cards';
import type { MethodChoice } from '../../protocol/explain-panel';
import type { Parameter, ParameterValue, ParameterValues } from '../../protocol/parameter';
import { element, setAttribute, setText } from '../ui/element';
import { passes } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { button, checkbox } from '../ui/toolkit';
import { setChoice, type ExplainApp } from './app';
import { layerTitle } from './layers';
import { parameterForm } from './parameters';
import { sweepForm } from './sweep';
import { seedParameter } from './variant';

/** A method's line in the picker, with the form of its parameters below it. */
export interface MethodRow {
  readonly element: HTMLElement;
  update(choice: MethodChoice): void;
}

export function methodRow(app: ExplainApp, method: MethodDescription): MethodRow {
  const box = checkbox(method.label, false, (selected) => setChoice(app, method.id, { selected }));
  const cost = element('span', { class: 'figure quiet', title: t('Expected cost: 1 u is one forward pass of one image') });
  const form = element('div', { hidden: true });
  const params = paramsOf(method);
  const gear = button({
    label: t('Parameters of {0}', method.label),
    icon: icon('gear'),
    appearance: 'icon',
    onClick: () => toggle(Boolean(form.hidden)),
  });
  setAttribute(gear, 'aria-expanded', 'false');
  gear.hidden = params.length === 0;
  const line = element('div', { class: 'method', title: `${method.shows}\n${method.misleads}` }, box.element, cost, gear);
  const fields = element('div', {});
  const sweep = sweepForm({
    params: params.filter(({ kind }) => kind !== 'layer'),
    valueOf: (parameter) => valuesOf(current())[parameter.name] ?? parameter.default,
    onChange: (values) => setChoice(app, method.id, { sweep: values, selected: true }, true),
  });
  form.append(fields, sweep.element);
  let drawn = '';

  function current(): MethodChoice {
    return app.document.choices.find((other) => other.method === method.id) ?? nothingChosen(method);
  }
  function toggle(open: boolean): void {
    form.hidden = !open;
    setAttribute(gear, 'aria-expanded', String(open));
    drawn = '';
    if (open) drawForm(current());
  }
  /** The form is drawn anew only when something else than itself changed the values: typing must not lose the cursor. */
  function drawForm(choice: MethodChoice): void {
    const stateOf = (of: MethodChoice): string => JSON.stringify([valuesOf(of), app.document.layers.length]);
    if (stateOf(choice) === drawn) return;
    drawn = stateOf(choice);
    const known = (changes: Partial<MethodChoice>): void => {
      drawn = stateOf({ ...current(), ...changes });
      setChoice(app, method.id, changes);
    };
    fields.replaceChildren(
      parameterForm({
        params,
        values: valuesOf(choice),
        layers: app.document.layers,
        nameOfLayer: (layer) => layerTitle(app, layer),
        onChange: (name, value) => known(withValue(current(), name, value)),
        onReset: () => setChoice(app, method.id, { params: defaultsOf(method), layer: null, seed: undefined }),
        onPickFile: (name) => app.post({ kind: 'file', method: method.id, name }),
      }),
    );
  }
  return {
    element: element('div', { 'data-picker': method.id }, line, form),
    update(choice) {
      box.set(choice.selected);
      const expected = app.costs.get(method.id);
      setText(cost, expected === undefined ? '' : passes(expected));
      sweep.update(choice.sweep);
      if (!form.hidden) drawForm(choice);
    },
  };
}

/** Key of the layer among the form's values; methods that read a layer take it apart from their parameters. */
const layerParameter = 'layer';

function paramsOf({ params, needs, random }: MethodDescription): readonly Parameter[] {
  const described = params.some(({ kind }) => kind === 'layer');
  const layer: readonly Parameter[] =
    needs.includes('layer') && !described ? [{ kind: 'layer', name: layerParameter, label: t('Layer'), default: null }] : [];
  return [...layer, ...params, ...(random ? [seedParameter()] : [])];
}

/** A choice as the form's values; a change of one of them is {@link withValue}. */
function valuesOf({ params, layer, seed }: MethodChoice): ParameterValues {
  return { ...params, [layerParameter]: layer, [seedName]: seed ?? 0 };
}

function withValue({ params }: MethodChoice, name: string, value: ParameterValue): Partial<MethodChoice> {
  if (name === layerParameter) return { layer: value as string | null };
  return name === seedName ? { seed: value as number } : { params: { ...params, [name]: value } };
}

function nothingChosen(method: MethodDescription): MethodChoice {
  return { method: method.id, selected: false, params: defaultsOf(method), layer: null };
}

function defaultsOf({ params }: MethodDescription): MethodChoice['params'] {
  return Object.fromEntries(params.map((parameter) => [parameter.name, parameter.default]));
}
