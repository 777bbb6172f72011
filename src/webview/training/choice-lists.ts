import type { Parameter, ParameterValue } from '../../protocol/parameter';
import { changedValues } from '../../protocol/parameter-text';
import type { TrainingChoice } from '../../protocol/training-panel';
import { choiceList } from '../choices/list';
import { choiceRow } from '../choices/row';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { TrainingApp } from './app';

interface Described {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly params: readonly Parameter[];
  /** Inputs it is made for. */
  readonly of: 'images' | 'signals' | 'any';
  /** What it stands below in the list. */
  readonly group?: string;
}

/** The networks that are trained. */
export function networks(app: TrainingApp): Component {
  return choices(app, 'networks', {
    title: t('Networks'),
    search: t('Search networks'),
    copies: true,
    all: () =>
      (app.document.registries?.networks ?? []).map(({ id, label, description, params, of, isModel }) => ({
        id,
        label,
        hint: description,
        params,
        of,
        ...(isModel && { group: t('Models of the workspace') }),
      })),
  });
}

/** What is changed at random in every input before it is learned from. */
export function augmentations(app: TrainingApp): Component {
  return choices(app, 'augmentations', {
    title: t('Augmentation'),
    search: t('Search augmentations'),
    copies: false,
    all: () =>
      (app.document.registries?.augmentations ?? []).map(({ id, label, params, of }) => ({
        id,
        label,
        hint: label,
        params,
        of,
      })),
  });
}

interface Options {
  readonly title: string;
  readonly search: string;
  /** Whether one may stand there several times with other values. */
  readonly copies: boolean;
  all(): readonly Described[];
}

function choices(app: TrainingApp, list: 'networks' | 'augmentations', options: Options): Component {
  const all = (): readonly TrainingChoice[] => app.document.setup?.[list] ?? [];
  const set = (next: readonly TrainingChoice[]): void => app.choose({ [list]: next });
  const change = (key: string, changes: Partial<TrainingChoice>): void =>
    set(all().map((choice) => (choice.key === key ? { ...choice, ...changes } : choice)));
  const known = (id: string): Described | undefined => options.all().find((one) => one.id === id);
  return choiceList<TrainingChoice>({
    title: options.title,
    search: options.search,
    chosen: t('Chosen'),
    items: () => all().filter(({ id }) => known(id)),
    key: ({ key }) => key,
    group: ({ id }) => known(id)?.group ?? '',
    groupLabel: (group) => group,
    text: ({ id }) => `${known(id)?.label ?? ''} ${id} ${known(id)?.hint ?? ''}`,
    isChosen: ({ selected }) => selected,
    row(choice) {
      const { id, key } = choice;
      const { label, hint, params, of } = known(id)!;
      const current = (): TrainingChoice => all().find((other) => other.key === key) ?? choice;
      const another =
        options.copies && button({ label: t('Add with other values'), onClick: () => set(withCopy(all(), current())) });
      const remove =
        key !== id && button({ label: t('Remove'), onClick: () => set(all().filter((other) => other.key !== key)) });
      const row = choiceRow({
        id: key,
        label,
        hint,
        params,
        values: () => current().params,
        model: () => ({ layers: [], inputRange: null }),
        onSelect: (selected) => change(key, { selected }),
        onChange: (name: string, value: ParameterValue) =>
          change(key, { params: { ...current().params, [name]: value } }),
        onReset: () => change(key, { params: Object.fromEntries(params.map((one) => [one.name, one.default])) }),
        pickArray: () => app.ask('pickArray', null),
        extra: another || remove ? element('div', { class: 'choice-copies' }, another, remove) : undefined,
      });
      return {
        element: row.element,
        update: (now: TrainingChoice) =>
          row.update({
            selected: now.selected,
            fact: changedValues(params, now.params)
              .map((pair) => pair.join(' '))
              .join(', '),
            ...(isMisfit(app, of) && { unavailable: misfit(of) }),
          }),
      };
    },
  });
}

/** The same again below it, to be given other values. */
function withCopy(list: readonly TrainingChoice[], of: TrainingChoice): TrainingChoice[] {
  const used = new Set(list.map(({ key }) => key));
  let number = 2;
  while (used.has(`${of.id} ${number}`)) number++;
  const at = list.map(({ id }) => id).lastIndexOf(of.id) + 1;
  return [...list.slice(0, at), { ...of, key: `${of.id} ${number}`, selected: true }, ...list.slice(at)];
}

function isMisfit({ document: { inspection } }: TrainingApp, of: Described['of']): boolean {
  return of !== 'any' && inspection.state === 'done' && inspection.value.kind !== of;
}

const misfit = (of: Described['of']): string =>
  of === 'images'
    ? t('It is made for images, and these are signals')
    : t('It is made for signals, and these are images');
