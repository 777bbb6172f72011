import type { LayerDescription } from '../../protocol/model';
import type { Parameter, ParameterValue, ParameterValues } from '../../protocol/parameter';
import { numberField, numbersField, select } from '../ui/controls';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { button, checkbox } from '../ui/toolkit';
import { amplitudeNote } from './amplitude';

/** What the form needs to know and whom it tells. */
export interface ParameterForm {
  readonly params: readonly Parameter[];
  readonly values: ParameterValues;
  readonly layers: readonly LayerDescription[];
  /** From black to white in each channel; null where it is not known. */
  readonly inputRange: readonly number[] | null;
  onChange(name: string, value: ParameterValue): void;
  /** Without it there is no button that resets. */
  onReset?(): void;
  onPickFile(name: string): unknown;
}

type Field<P extends Parameter> = (parameter: P, value: ParameterValue, form: ParameterForm) => HTMLElement;
type Fields = { readonly [K in Parameter['kind']]: Field<Extract<Parameter, { kind: K }> & Parameter> };

const number: Field<Extract<Parameter, { kind: 'number' | 'integer' }>> = (
  { kind, name, label, minimum, maximum },
  value,
  form,
) =>
  numberField({
    label,
    value: value as number,
    minimum,
    maximum,
    integer: kind === 'integer',
    onChange: (next) => next !== null && form.onChange(name, next),
  });

/** One control per kind of parameter. */
const fields: Fields = Object.freeze({
  number: number,
  integer: number,
  boolean: ({ name, label }, value, form) =>
    checkbox(label, value as boolean, (next) => form.onChange(name, next)).element,
  choice: ({ name, label, choices }, value, form) =>
    select(label, choices, value as string, (next) => form.onChange(name, next)),
  numbers: ({ name, label }, value, form) =>
    numbersField(label, value as readonly number[] | null, (next) => form.onChange(name, next)),
  layer: ({ name, label }, value, form) =>
    layerSelect(label, value as string | null, form, (next) => form.onChange(name, next)),
  file: ({ name, label }, value, form) =>
    filePicker(
      label,
      value as string | null,
      () => form.onPickFile(name),
      () => form.onChange(name, null),
    ),
});

/** A form made from the schema: units, ranges and defaults are the method's own. */
export function parameterForm(given: ParameterForm): HTMLElement {
  const values: Record<string, ParameterValue> = { ...given.values };
  const shown: { readonly parameter: Parameter; readonly node: HTMLElement; readonly note: HTMLElement }[] = [];
  const update = (): void =>
    shown.forEach(({ parameter, node, note }) => {
      node.hidden = !isUsed(parameter, values);
      setText(note, amplitudeNote(parameter, values, given.inputRange) ?? '');
    });
  const form: ParameterForm = {
    ...given,
    onChange: (name, value) => {
      values[name] = value;
      update();
      given.onChange(name, value);
    },
  };
  const rows = (params: readonly Parameter[]): HTMLElement[] =>
    params.map((parameter) => {
      const note = element('span', { class: 'parameter-note quiet' });
      const node = row(parameter, form, note);
      shown.push({ parameter, node, note });
      return node;
    });
  const usual = form.params.filter(({ advanced }) => !advanced);
  const advanced = form.params.filter((parameter) => parameter.advanced);
  const more = advanced.length > 0 && element('details', {}, element('summary', {}, t('More')), ...rows(advanced));
  const reset = form.onReset && button({ label: t('Reset to defaults'), onClick: () => form.onReset?.() });
  const node = element('div', { class: 'parameters' }, ...rows(usual), more, reset);
  update();
  return node;
}

/** Whether a parameter has an effect beside the values of the others. */
function isUsed({ usedWith }: Parameter, values: ParameterValues): boolean {
  return !usedWith || usedWith.values.includes(values[usedWith.name]);
}

function row(parameter: Parameter, form: ParameterForm, note: HTMLElement): HTMLElement {
  const field = fields[parameter.kind] as Field<Parameter>;
  const value = parameter.name in form.values ? form.values[parameter.name] : parameter.default;
  const control = field(parameter, value, form);
  control.dataset.parameter = parameter.name;
  const hint = [parameter.description, limits(parameter)].filter(Boolean).join('\n');
  const label = parameter.kind === 'boolean' ? '' : parameter.label;
  const unit = parameter.unit && element('span', { class: 'quiet' }, parameter.unit);
  return element(
    'div',
    { class: 'parameter', title: hint },
    element('span', { class: 'parameter-label' }, label),
    control,
    unit,
    note,
  );
}

function limits(parameter: Parameter): string {
  if (parameter.kind !== 'number' && parameter.kind !== 'integer') return '';
  const { minimum, maximum } = parameter;
  const range =
    minimum !== undefined && maximum !== undefined
      ? t('{0} to {1}', minimum, maximum)
      : minimum !== undefined
        ? t('at least {0}', minimum)
        : '';
  return [range, t('default {0}', parameter.default)].filter(Boolean).join(', ');
}

/** Layers with height and width, last first: that is where class evidence is. */
function layerSelect(
  label: string,
  value: string | null,
  { layers }: Pick<ParameterForm, 'layers'>,
  onChange: (value: string | null) => void,
): HTMLElement {
  const options = layers
    .filter(({ spatial }) => spatial)
    // A convolution and the activation after it may have one label.
    .map(({ tensor, label: name, op }) => ({ value: tensor, label: `${name} · ${op}` }))
    .reverse();
  return select(label, [{ value: '', label: t('Automatic') }, ...options], value ?? '', (next) =>
    onChange(next || null),
  );
}

function filePicker(label: string, value: string | null, pick: () => void, clear: () => void): HTMLElement {
  const name = value ? value.split(/[\\/]/).pop() : t('None');
  return element(
    'span',
    { class: 'file', title: value ?? label },
    element('span', { class: 'file-name' }, name),
    button({ label: t('Choose…'), onClick: pick }),
    value !== null && button({ label: t('Remove'), onClick: clear }),
  );
}
