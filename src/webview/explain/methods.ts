import type { MethodDescription } from '../../protocol/explain';
import type { MethodChoice } from '../../protocol/explain-panel';
import type { Parameter } from '../../protocol/parameter';
import { element, setAttribute, setText } from '../ui/element';
import { passes } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { button, checkbox } from '../ui/toolkit';
import { setChoice, type ExplainApp } from './app';
import { layerTitle } from './layers';
import { parameterForm } from './parameters';

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
  let drawn = '';

  function toggle(open: boolean): void {
    form.hidden = !open;
    setAttribute(gear, 'aria-expanded', String(open));
    drawn = '';
    const choice = app.document.choices.find((other) => other.method === method.id);
    if (open && choice) drawForm(choice);
  }
  /** The form is drawn anew only when something else than itself changed the values: typing must not lose the cursor. */
  function drawForm(choice: MethodChoice): void {
    const state = JSON.stringify([choice.params, choice.layer, app.document.layers.length]);
    if (state === drawn) return;
    drawn = state;
    const known = (changes: Partial<MethodChoice>): void => {
      drawn = JSON.stringify([
        changes.params ?? current().params,
        'layer' in changes ? changes.layer : current().layer,
        app.document.layers.length,
      ]);
      setChoice(app, method.id, changes);
    };
    const current = (): MethodChoice => app.document.choices.find((other) => other.method === method.id) ?? choice;
    form.replaceChildren(
      parameterForm({
        params,
        values: { ...choice.params, [layerParameter]: choice.layer },
        layers: app.document.layers,
        nameOfLayer: (layer) => layerTitle(app, layer),
        onChange: (name, value) =>
          known(name === layerParameter ? { layer: value as string | null } : { params: { ...current().params, [name]: value } }),
        onReset: () => setChoice(app, method.id, { params: defaultsOf(method), layer: null }),
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
      if (!form.hidden) drawForm(choice);
    },
  };
}

/** Key of the layer among the form's values; methods that read a layer take it apart from their parameters. */
const layerParameter = 'layer';

function paramsOf({ params, needs }: MethodDescription): readonly Parameter[] {
  const described = params.some(({ kind }) => kind === 'layer');
  return needs.includes('layer') && !described
    ? [{ kind: 'layer', name: layerParameter, label: t('Layer'), default: null }, ...params]
    : params;
}

function defaultsOf({ params }: MethodDescription): MethodChoice['params'] {
  return Object.fromEntries(params.map((parameter) => [parameter.name, parameter.default]));
}
