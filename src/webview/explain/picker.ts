import type { MethodDescription } from '../../protocol/explain';
import type { MethodChoice } from '../../protocol/explain-panel';
import { element, keyed, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { textField } from '../ui/toolkit';
import { methodOf, type Component, type ExplainApp } from './app';
import { methodRow, type MethodRow } from './methods';

/** From this many methods on, a filter is worth its place. */
const filterFrom = 8;
const chosenGroup = 'chosen';

interface Section {
  readonly group: string;
  readonly choices: readonly MethodChoice[];
}

/**
 * The method picker: which to run, what each will cost, and how it is set up. What was chosen when the picker was filled stands first;
 * nothing moves while boxes are ticked.
 */
export function methodPicker(app: ExplainApp): Component {
  const rows = new Map<string, MethodRow>();
  let search = '';
  let first: ReadonlySet<string> | undefined;
  const list = element('div', { class: 'methods' });
  const filter = textField({
    label: t('Search methods'),
    placeholder: t('Search methods'),
    onInput: (text) => {
      search = text.trim().toLowerCase();
      update();
    },
  });
  const node = element('section', { class: 'block', 'aria-label': t('Methods') }, element('h2', {}, t('Methods')), list, filter);

  const make = ({ method }: MethodChoice): HTMLElement => {
    const made = methodRow(app, methodOf(app, method) as MethodDescription);
    rows.set(method, made);
    return made.element;
  };
  function update(): void {
    const { choices } = app.document;
    if (choices.length && !first) first = new Set(choices.filter(({ selected }) => selected).map(({ method }) => method));
    filter.hidden = choices.length < filterFrom;
    keyed(
      list,
      sectionsOf(app, first ?? new Set(), search),
      ({ group }) => group,
      sectionNode,
      (section, { choices: shown }) => {
        keyed(
          section.lastElementChild as Element,
          shown,
          ({ method }) => method,
          make,
          (_row, choice) => rows.get(choice.method)?.update(choice),
        );
      },
    );
  }
  return { element: node, update };
}

function sectionsOf(app: ExplainApp, first: ReadonlySet<string>, search: string): Section[] {
  const groups = new Map<string, MethodChoice[]>([[chosenGroup, []]]);
  for (const choice of app.document.choices) {
    const method = methodOf(app, choice.method);
    if (!method || !`${method.label} ${method.id} ${method.group}`.toLowerCase().includes(search)) continue;
    const group = first.has(method.id) ? chosenGroup : method.group;
    groups.set(group, [...(groups.get(group) ?? []), choice]);
  }
  return [...groups].filter(([, choices]) => choices.length > 0).map(([group, choices]) => ({ group, choices }));
}

function sectionNode({ group }: Section): HTMLElement {
  const title = element('h3', { class: 'method-group quiet' });
  setText(title, group === chosenGroup ? '' : groupLabel(group));
  return element(
    'div',
    { role: 'group', 'aria-label': group === chosenGroup ? t('Chosen') : groupLabel(group) },
    title,
    element('div', {}),
  );
}

function groupLabel(group: string): string {
  const labels: Readonly<Record<string, string>> = {
    gradient: t('Gradients'),
    relevance: t('Relevance'),
    cam: t('Class activation maps'),
    layer: t('Layers and neurons'),
    perturbation: t('Perturbation'),
  };
  return labels[group] ?? group;
}
