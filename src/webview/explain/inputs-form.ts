import type { ModelInputs } from '../../protocol/explain-document';
import type { TensorDescription } from '../../protocol/model';
import type { StatedInput } from '../../protocol/recipe';
import type { Component } from '../ui/component';
import { select } from '../ui/controls';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { popover } from '../ui/popover';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { statedForms, type StatedForm } from './stated-forms';

/** Stands for the image among the forms. */
const image = 'image';

export interface InputsForm extends Component {
  readonly panel: HTMLElement;
  show(): void;
}

/** What the inputs of a model beside the image are: a row for each, written into the sidecar. */
export function inputsForm(app: ExplainApp): InputsForm {
  const label = element('span', {});
  const rows = element('div', {});
  const fault = element('p', { class: 'quiet', role: 'status' });
  const save = button({ label: t('Save and explain'), appearance: 'primary', onClick: () => store() });
  let inputs: readonly Row[] = [];
  let shown = '';
  const opener = popover({
    label: t('Inputs of the model'),
    children: [label],
    content: [
      element('p', { class: 'quiet' }, t('One input is the image; the others are kept in the sidecar of the model.')),
      rows,
      fault,
      element('div', { class: 'form-actions' }, save),
    ],
    width: 480,
    focus: () => rows.querySelector<HTMLElement>('select'),
  });
  const check = (): void => {
    const images = inputs.filter(({ form }) => form === image).length;
    const open = inputs.find((row) => row.form !== image && row.value() === null);
    const said = images !== 1 ? t('Exactly one input is the image.') : open ? t('Say what {0} is.', open.name) : '';
    setText(fault, said);
    save.disabled = said !== '';
  };
  function store(): void {
    const stated = inputs.flatMap((row) => (row.form === image ? [] : [[row.name, row.value()!] as const]));
    app.post({ kind: 'stateInputs', stated: Object.fromEntries(stated) });
    opener.hide();
  }
  return {
    element: opener.trigger,
    panel: opener.element,
    show: () => opener.show(),
    update() {
      const { modelInputs } = app.document;
      opener.trigger.hidden = !modelInputs;
      const key = JSON.stringify(modelInputs ?? null);
      if (!modelInputs || key === shown) return;
      shown = key;
      setText(label, t('{0} inputs', modelInputs.all.length));
      inputs = rowsOf(modelInputs, check);
      rows.replaceChildren(...inputs.map((row) => row.element));
      check();
    },
  };
}

interface Row {
  readonly name: string;
  readonly element: HTMLElement;
  readonly form: string;
  /** Null where nothing is said yet. */
  value(): StatedInput | null;
}

function rowsOf({ all, stated }: ModelInputs, changed: () => void): Row[] {
  const free = all.filter(({ name }) => !(name in stated));
  // Where nothing is stated, the first input that looks like an image is taken for it.
  const likely = free.find(({ shape }) => (shape?.length ?? 0) >= 4) ?? free[0];
  return all.map((tensor) => rowOf(tensor, tensor === likely ? image : stated[tensor.name], changed));
}

function rowOf({ name, shape }: TensorDescription, stated: StatedInput | undefined, changed: () => void): Row {
  const forms = statedForms();
  const known = forms.find((one) => stated !== undefined && one.texts(stated));
  // An array of the rank of images is likely to be one.
  let form = stated === image ? image : (known?.id ?? ((shape?.length ?? 0) >= 4 ? 'beside' : forms[0].id));
  let texts: string[] = [...(known && stated !== undefined ? known.texts(stated)! : [])];
  const values = element('div', { class: 'inputs-form-values' });
  const formOf = (): StatedForm | undefined => forms.find(({ id }) => id === form);
  const fill = (): void => {
    const fields = formOf()?.fields ?? [];
    texts = fields.map((_, k) => texts[k] ?? '');
    values.replaceChildren(
      ...fields.map((field, k) => {
        const input = element('input', {
          class: 'field',
          type: 'text',
          'aria-label': `${name}: ${field.label}`,
          title: field.label,
          placeholder: field.placeholder,
          spellcheck: 'false',
        });
        input.value = texts[k];
        input.addEventListener('input', () => {
          texts[k] = input.value;
          changed();
        });
        return input;
      }),
    );
  };
  const kinds = [{ value: image, label: t('The image') }, ...forms.map(({ id, label }) => ({ value: id, label }))];
  const kind = select(t('What {0} is', name), kinds, form, (value) => {
    form = value;
    texts = [];
    fill();
    changed();
  });
  fill();
  const size = shape?.map((d) => d ?? '?').join(' × ') ?? '';
  return {
    name,
    element: element(
      'div',
      { class: 'inputs-form-row' },
      element('span', {}, name, ' ', element('span', { class: 'quiet figure' }, size)),
      kind,
      values,
    ),
    get form() {
      return form;
    },
    value: () => formOf()?.value(texts) ?? null,
  };
}
