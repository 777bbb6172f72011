import type { KeyAct } from '../../protocol/explain-panel';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { layoutActions } from './layout-actions';
import { turnLayout } from './layout-switch';
import { step } from './navigator';

interface Shortcut {
  readonly keys: readonly string[];
  readonly says: string;
  /** As KeyboardEvent names it; none for keys that are answered where the focus is. */
  readonly key?: string;
  /** With Ctrl or ⌘; works in fields, too. */
  readonly control?: true;
  /** The command that does the same. */
  readonly act?: KeyAct;
  run?(): void;
}

/** The keys of the page, and the list of them that `?` shows. */
export function keyboard(app: ExplainApp): {
  readonly element: HTMLElement;
  act(act: KeyAct): void;
  show(): void;
} {
  const shortcuts: readonly Shortcut[] = [
    {
      keys: ['Ctrl', 'Enter'],
      says: t('Run the chosen methods'),
      key: 'Enter',
      control: true,
      run: () => app.post(layoutActions(app).run),
    },
    {
      keys: ['←'],
      says: t('Previous image, or version'),
      key: 'ArrowLeft',
      act: 'previousImage',
      run: () => step(app, -1),
    },
    {
      keys: ['→'],
      says: t('Next image, or version'),
      key: 'ArrowRight',
      act: 'nextImage',
      run: () => step(app, 1),
    },
    { keys: ['G'], says: t('One image, or many side by side'), key: 'g', run: () => turnLayout(app, 'grid') },
    { keys: ['V'], says: t('Versions of the model'), key: 'v', run: () => turnLayout(app, 'versions') },
    { keys: ['J'], says: t('Next method'), key: 'j', run: () => walk(app, 1) },
    { keys: ['K'], says: t('Previous method'), key: 'k', run: () => walk(app, -1) },
    {
      keys: ['M'],
      says: t('Show or hide the maps'),
      key: 'm',
      act: 'toggleMaps',
      run: () => app.setView({ maps: !app.view.maps }),
    },
    { keys: ['Enter'], says: t('Enlarge the map that has the focus') },
    { keys: ['Escape'], says: t('Back to all maps') },
    { keys: ['+', '−', '0'], says: t('Zoom in, zoom out, show everything') },
    { keys: ['?'], says: t('These keys'), key: '?', run: () => app.showKeys() },
  ];
  const rows = shortcuts.flatMap(({ keys, says }) => [
    element('dt', {}, ...keys.map((key) => element('kbd', {}, key))),
    element('dd', {}, says),
  ]);
  const close = button({ label: t('Close'), onClick: () => list.close() });
  const list = element(
    'dialog',
    { class: 'shortcuts', 'aria-label': t('Keys') },
    element('h2', {}, t('Keys')),
    element('dl', {}, ...rows),
    close,
  );
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey || document.querySelector('dialog[open]')) return;
    const control = event.ctrlKey || event.metaKey;
    const found = shortcuts.find(
      ({ key, control: needed = false }) =>
        key === (key?.length === 1 ? event.key.toLowerCase() : event.key) && needed === control,
    );
    if (!found?.run || (!control && usesKeys(event.composedPath()[0]))) return;
    event.preventDefault();
    found.run();
  });
  return {
    element: list,
    act: (act) => shortcuts.find((shortcut) => shortcut.act === act)?.run?.(),
    show: () => list.showModal(),
  };
}

/** Whether keys mean something of their own where the focus is. */
function usesKeys(target: EventTarget | undefined): boolean {
  return target instanceof Element && target.closest('input, select, textarea, [role="menu"], [popover]') !== null;
}

/** To the map of the next card, which also takes the place of one that is enlarged. */
function walk(app: ExplainApp, by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>('.card[data-card]')];
  if (all.length === 0) return;
  const at = all.findIndex((card) => card.dataset.card === app.view.enlarged || card.contains(document.activeElement));
  const to = all[at < 0 ? 0 : (at + by + all.length) % all.length];
  if (app.view.enlarged !== null) app.setView({ enlarged: to.dataset.card ?? null });
  else to.querySelector<HTMLElement>('.stage-canvas')?.focus();
}
