import type { FolderInspection, InspectedClass } from '../../protocol/folder';
import type { TaskId } from '../../protocol/task';
import type { Component } from '../ui/component';
import { select } from '../ui/controls';
import { element } from '../ui/element';
import { headline } from '../ui/headline';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { textField } from '../ui/toolkit';
import { imageOf, type EvaluationApp } from './app';
import { counted } from './counted';

const guessed = '';
const noLabels = 'none';
/** Milliseconds after the last key before a pattern is tried. */
const settle = 400;

/** Where labels and masks come from, as it was guessed, with what corrects the guess. */
export function labels(app: EvaluationApp): Component {
  const controls = element('div', { class: 'label-source' });
  const said = element('div', { 'aria-live': 'polite' });
  let drawnControls = '';
  let shown: unknown;

  function drawControls(inspection: FolderInspection | null): void {
    const { id, argument } = split(app.document.setup?.labelling ?? null);
    const key = JSON.stringify([id, inspection?.options, canDoWithout(inspection)]);
    if (key === drawnControls) return;
    drawnControls = key;
    const options = (inspection?.options ?? []).map((way) => ({
      value: way.id,
      label: way.fits ? way.label : t('{0} (none found)', way.label),
    }));
    const none = canDoWithout(inspection) ? [{ value: noLabels, label: t('No labels') }] : [];
    const all = [{ value: guessed, label: t('Guess') }, ...options, ...none];
    const choose = (labelling: string | null): void => app.choose({ labelling });
    controls.replaceChildren(select(t('Labels from'), all, id, (next) => choose(next || null)));
    const way = inspection?.options.find((option) => option.id === id);
    if (way?.takes === 'file' && way.files.length > 0) {
      const files = [
        { value: '', label: t('First that fits') },
        ...way.files.map((file) => ({ value: file, label: file })),
      ];
      controls.append(select(t('File'), files, argument, (file) => choose(file ? `${id}:${file}` : id)));
    }
    if (way?.takes === 'pattern')
      controls.append(patternField(argument, (pattern) => choose(pattern ? `${id}:${pattern}` : id)));
  }
  return {
    element: element(
      'section',
      { class: 'block labels', 'aria-label': t('Labels') },
      element('h2', {}, t('Labels')),
      controls,
      said,
    ),
    update() {
      const { inspection, inspectionError } = app.document;
      drawControls(inspection);
      const now = inspectionError ?? inspection;
      if (now === shown) return;
      shown = now;
      if (inspectionError)
        said.replaceChildren(
          element(
            'div',
            { class: 'fault', role: 'alert' },
            headline(inspectionError),
            element('p', { class: 'quiet' }, inspectionError.next ?? ''),
          ),
        );
      else if (inspection) said.replaceChildren(...inspectionNotes(app, inspection));
      else said.replaceChildren(element('div', { class: 'skeleton label-skeleton' }));
    },
  };
}

/** Whether the models are evaluated without labels, too: their maps are. */
const canDoWithout = (inspection: FolderInspection | null): boolean =>
  inspection?.models.every(({ task }) => LABELLED.has(task)) ?? true;
const LABELLED: ReadonlySet<TaskId> = new Set(['classification', 'binary', 'multi-label']);

function split(labelling: string | null): { id: string; argument: string } {
  const [id, ...rest] = (labelling ?? guessed).split(':');
  return { id, argument: rest.join(':') };
}

function patternField(value: string, onChange: (pattern: string) => void): HTMLElement {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const field = textField({
    label: t('Pattern of names'),
    placeholder: '{label}-#',
    value,
    onInput: (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => onChange(text.trim()), settle);
    },
  });
  field.title = t(
    '{label} is where the label stands, # a number, * anything; with / the pattern is held against the path',
  );
  return field;
}

function inspectionNotes(app: EvaluationApp, inspection: FolderInspection): HTMLElement[] {
  const { labelling, classes, unlabelled, masks, leftOut } = inspection;
  const remarks = [
    unlabelled.images > 0 &&
      t('{0} inputs have no label: {1}', unlabelled.images, listed(unlabelled.examples, unlabelled.images)),
    ...unknownClasses(classes),
    ...inspection.models.flatMap(({ problem, path }) => (problem === null ? [] : [`${fileName(path)}: ${problem}`])),
  ].filter((text): text is string => typeof text === 'string');
  const maskText =
    masks.images > 0
      ? t('{0} inputs have a mask: {1}', masks.images, listed(masks.examples, masks.images))
      : t('No masks: metrics that need an object stay empty.');
  const list = element(
    'table',
    { class: 'table classes', 'aria-label': t('Classes') },
    element('tbody', {}, ...classes.map((one) => classRow(app, one))),
  );
  const skipped = leftOut.first.map(({ name, reason }) =>
    element('li', {}, `${name}: `, element('span', { class: 'quiet' }, reason)),
  );
  return [
    element('p', {}, `${labelling.description}.`),
    ...remarks.map((text) => element('p', { class: 'remark' }, icon('warning'), text)),
    element('div', { class: 'class-list', tabindex: 0, role: 'region', 'aria-label': t('Classes') }, list),
    element('p', { class: masks.images > 0 ? '' : 'quiet' }, maskText),
    ...(leftOut.files > 0
      ? [
          element(
            'details',
            {},
            element(
              'summary',
              {},
              counted(leftOut.files, t('1 file takes no part'), t('{0} files take no part', leftOut.files)),
            ),
            element('ul', { class: 'left-out' }, ...skipped),
          ),
        ]
      : []),
  ];
}

function classRow(app: EvaluationApp, { name, images, examples }: InspectedClass): HTMLElement {
  const thumbnails = examples.map((example) => {
    const source = imageOf(app, example);
    return (
      source && element('img', { src: source, alt: example, title: example, loading: 'lazy', class: 'thumb small' })
    );
  });
  const text = thumbnails.some(Boolean) ? null : element('span', { class: 'quiet' }, examples.join(', '));
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    element('td', { class: 'numeric figure' }, String(images)),
    element('td', {}, ...thumbnails, text),
  );
}

function unknownClasses(classes: readonly InspectedClass[]): string[] {
  const models = [...new Set(classes.flatMap(({ unknownTo }) => unknownTo))];
  return models.map((model) => {
    const names = classes.filter(({ unknownTo }) => unknownTo.includes(model)).map(({ name }) => name);
    return t(
      '{0} has no class {1}: these inputs are left out',
      fileName(model),
      listed(names.slice(0, 5), names.length),
    );
  });
}

/** Names, with dots where there are more. */
function listed(names: readonly string[], of: number): string {
  return `${names.join(', ')}${of > names.length ? ', …' : ''}`;
}

const fileName = (path: string): string => path.split(/[\\/]/).pop() ?? path;
