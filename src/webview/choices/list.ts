import { element, keyed, setText } from '../ui/element';
import { roving } from '../ui/roving';
import { textField } from '../ui/toolkit';

/** From this many lines on, a filter is worth its place. */
const filterFrom = 8;
const chosenGroup = 'chosen';

export interface ChoiceListOptions<T> {
  readonly title: string;
  readonly search: string;
  /** Names the group of what was chosen when the list was filled. */
  readonly chosen: string;
  items(): readonly T[];
  key(item: T): string;
  group(item: T): string;
  groupLabel(group: string): string;
  /** What the filter looks in. */
  text(item: T): string;
  isChosen(item: T): boolean;
  row(item: T): { readonly element: HTMLElement; update(item: T): void };
  /** Stands beside the title. */
  readonly actions?: HTMLElement;
}

interface Section<T> {
  readonly group: string;
  readonly items: readonly T[];
}

/**
 * Lines that can be ticked, in groups, with a filter. What was chosen when the list was filled stands first; nothing
 * moves while boxes are ticked. `refill` begins anew, after something else than the list has chosen.
 */
export function choiceList<T>(options: ChoiceListOptions<T>) {
  const rows = new Map<string, ReturnType<ChoiceListOptions<T>['row']>>();
  let search = '';
  let first: ReadonlySet<string> | undefined;
  const list = roving(element('div', { class: 'choices' }));
  const filter = textField({
    label: options.search,
    placeholder: options.search,
    onInput: (text) => {
      search = text.trim().toLowerCase();
      update();
    },
  });
  const title = element('div', { class: 'choices-title' }, element('h2', {}, options.title), options.actions);
  const head = element('div', { class: 'choices-head' }, title, filter);
  const node = element('section', { class: 'block', 'aria-label': options.title }, head, list);

  const make = (item: T): HTMLElement => {
    const made = options.row(item);
    rows.set(options.key(item), made);
    return made.element;
  };
  function sections(): Section<T>[] {
    const groups = new Map<string, T[]>([[chosenGroup, []]]);
    for (const item of options.items()) {
      if (!options.text(item).toLowerCase().includes(search)) continue;
      const group = first?.has(options.key(item)) ? chosenGroup : options.group(item);
      groups.set(group, [...(groups.get(group) ?? []), item]);
    }
    return [...groups].filter(([, items]) => items.length > 0).map(([group, items]) => ({ group, items }));
  }
  function update(): void {
    const items = options.items();
    if (items.length && !first)
      first = new Set(items.filter((item) => options.isChosen(item)).map((item) => options.key(item)));
    filter.hidden = items.length < filterFrom;
    const label = (group: string): string => (group === chosenGroup ? '' : options.groupLabel(group));
    keyed(
      list,
      sections(),
      ({ group }) => group,
      ({ group }) => sectionNode(label(group), label(group) || options.chosen),
      (section, { items: shown }) =>
        keyed(section.lastElementChild as Element, shown, options.key, make, (_row, item) =>
          rows.get(options.key(item))?.update(item),
        ),
    );
  }
  const refill = (): void => {
    first = undefined;
    update();
  };
  return { element: node, update, refill };
}

function sectionNode(title: string, name: string): HTMLElement {
  const heading = element('h3', { class: 'choice-group quiet' });
  setText(heading, title);
  return element('div', { role: 'group', 'aria-label': name }, heading, element('div', {}));
}
