import type { ModelVersion } from '../../protocol/versions';
import type { Component } from '../ui/component';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';

/** The versions in the order in which they were made: the arrow keys, or a pressed pointer, go through them. */
export function versionStrip(app: ExplainApp): Component {
  const node = element('div', { class: 'version-strip', role: 'radiogroup', 'aria-label': t('Versions') });
  let shown: string | null = null;
  const choose = (id: string | undefined): void => {
    if (id !== undefined && id !== app.versions.after) app.post({ kind: 'versionsShow', id });
  };
  node.addEventListener('pointermove', ({ buttons, clientX, clientY }) => {
    if (buttons & 1) choose(document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('.version')?.dataset.key);
  });
  node.addEventListener('keydown', (event) => {
    const { list } = app.versions;
    const end = { Home: list[0], End: list.at(-1) }[event.key];
    if (!end) return;
    event.preventDefault();
    choose(end.id);
  });
  const make = ({ id }: ModelVersion): HTMLElement =>
    element(
      'label',
      { class: 'version' },
      element('input', { type: 'radio', name: 'version', onchange: () => choose(id) }),
      element('span', { class: 'version-mark', 'aria-hidden': 'true' }),
      element('span', { class: 'version-name figure' }),
    );
  return {
    element: node,
    update() {
      const { list, after, before } = app.versions;
      const hadFocus = node.contains(document.activeElement);
      keyed(
        node,
        list,
        ({ id }) => id,
        make,
        (label, version) => {
          const [radio, , name] = label.children as unknown as [HTMLInputElement, HTMLElement, HTMLElement];
          radio.checked = version.id === after;
          setText(name, version.name);
          setAttribute(label, 'data-state', version.state);
          setAttribute(label, 'data-origin', version.origin);
          setAttribute(label, 'data-role', version.id === after ? 'after' : version.id === before ? 'before' : null);
          const about = [version.about, stateOf(version)].filter(Boolean).join('\n');
          setAttribute(label, 'title', about);
          setAttribute(radio, 'aria-label', [version.name, about.replace(/\n/g, ', ')].join(', '));
        },
      );
      if (after === shown) return;
      shown = after;
      const chosen = node.querySelector<HTMLInputElement>('input:checked');
      chosen?.closest('.version')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      if (hadFocus) chosen?.focus();
    },
  };
}

function stateOf({ state, error }: ModelVersion): string {
  if (error) return [error.what, error.next].filter(Boolean).join('. ');
  return { waiting: t('waits to be explained'), running: t('is being explained'), done: '', error: '' }[state];
}

/** Goes on by some versions; stays at the ends. */
export function stepVersion({ versions: { list, after }, post }: ExplainApp, by: number): void {
  const to = list[list.findIndex(({ id }) => id === after) + by];
  if (to) post({ kind: 'versionsShow', id: to.id });
}
