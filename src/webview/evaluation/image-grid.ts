import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { methodIndex, modelIndex, type EvaluationApp } from './app';
import { hoverMaps } from './hover-map';
import { inputTile } from './input-tile';
import { explainAt, isOfClasses, type Listed, type Selection } from './selection';
import { thumbnail } from './thumbnail';
import { tileText } from './tile-text';
import { virtualRows } from './virtual-rows';

/** What people write about the input that was picked last. */
interface Remarks {
  /** Those of another input are shown from now on. */
  pick(name: string): void;
  focus(): void;
}

/** Pixels of a tile, at least; of a line of its text; between two tiles. */
const [least, line, gap] = [104, 18, 8];

/** In a figure. */
const mostPrinted = 12;

/** The inputs shown as images, with what each was taken for; its map comes over the one pointed at. */
export function imageGrid(app: EvaluationApp, selection: Selection, remarks: Remarks): Component & FigurePart {
  const rows = element('div', { class: 'grid-rows' });
  const spacer = element('div', { class: 'image-spacer' }, rows);
  const empty = element('p', { class: 'quiet image-none' }, t('No input matches.'));
  const node = element('div', { class: 'image-grid', role: 'group', 'aria-label': t('Images') }, spacer, empty);
  const maps = hoverMaps(app);
  let listed: Listed | null = null;
  let active = 0;
  let drawnTags = app.document.tags;
  const total = (): number => listed?.order.length ?? 0;
  const perRow = (): number => Math.max(1, Math.floor((node.clientWidth + gap) / (least + gap)));
  const side = (): number => (node.clientWidth - (perRow() - 1) * gap) / perRow();
  const place = () => ({ model: modelIndex(app), method: methodIndex(app) });
  /** What it was taken for, how surely and its class take three lines, a number and a remark two. */
  const words = (): number => (listed && isOfClasses(listed.columns) ? 3 : 2) * line;
  const virtual = virtualRows(
    { box: node, spacer, rows },
    {
      height: () => side() + words() + gap,
      count: () => Math.ceil(total() / perRow()),
      key: (row) => `${perRow()} ${Array.from(membersOf(row), (at) => `${listed?.order[at]} ${tagsAt(at)}`).join()}`,
      make: (row) => {
        const shown = element('div', { class: 'grid-row' }, ...membersOf(row).map(tile));
        shown.style.setProperty('--columns', String(perRow()));
        return shown;
      },
    },
  );
  const tagsAt = (at: number): string =>
    listed ? (app.document.tags[listed.columns.names[listed.order[at]]] ?? []).join(', ') : '';
  const membersOf = (row: number): number[] => {
    const first = row * perRow();
    return Array.from({ length: Math.max(0, Math.min(perRow(), total() - first)) }, (_, i) => first + i);
  };

  function tile(at: number): HTMLElement {
    const { columns, order } = listed!;
    const n = order[at];
    const name = columns.names[n];
    const { wrong, lines, told, spoken } = tileText(app, listed!, n);
    const own = tagsAt(at);
    const frame = element(
      'span',
      { class: 'tile-image' },
      thumbnail(app, name),
      own && element('span', { class: 'tile-tags' }, own),
    );
    const press = element(
      'button',
      {
        class: wrong ? 'tile wrong' : 'tile',
        title: [name, ...told, own && t('Tags: {0}', own), t('Click to explain it beside this')]
          .filter(Boolean)
          .join('\n'),
        'aria-label': [name, wrong ? t('wrong') : '', spoken, own && t('Tags: {0}', own)].filter(Boolean).join(', '),
        tabindex: at === active ? 0 : -1,
        'data-at': at,
        onclick: () => listed && explainAt(app, listed, at, place()),
      },
      frame,
      element('span', { class: 'tile-text' }, wrong && element('span', { class: 'wrong-mark' }, '✗ '), lines[0]),
      ...lines.slice(1).map((text) => element('span', { class: 'tile-text quiet' }, text)),
    );
    const [label, predicted] = [columns.label, columns.predicted].map((of) => columns.classes[of[n]] ?? null);
    maps.attend(press, frame, { name, label, predicted });
    return press;
  }

  const tileAt = (at: number): HTMLElement | null => rows.querySelector(`[data-at="${at}"]`);
  function move(to: number): void {
    tileAt(active)?.setAttribute('tabindex', '-1');
    active = Math.max(0, Math.min(total() - 1, to));
    virtual.reveal(Math.floor(active / perRow()));
    tileAt(active)?.setAttribute('tabindex', '0');
    tileAt(active)?.focus({ preventScroll: true });
  }
  node.addEventListener('scroll', virtual.draw, { passive: true });
  new ResizeObserver(() => {
    const isHeld = node.contains(document.activeElement);
    virtual.reserve();
    virtual.draw();
    if (!isHeld) return;
    // Explain opens beside: with less room this stands below all else, and what was clicked would be out of sight.
    if (document.hasFocus()) tileAt(active)?.focus({ preventScroll: true });
    tileAt(active)?.scrollIntoView({ block: 'nearest' });
  }).observe(node);
  node.addEventListener('focusin', ({ target }) => {
    const at = (target as HTMLElement).dataset.at;
    if (at === undefined || Number(at) === active) return;
    tileAt(active)?.setAttribute('tabindex', '-1');
    active = Number(at);
    tileAt(active)?.setAttribute('tabindex', '0');
  });
  node.addEventListener('focusin', () => listed && remarks.pick(listed.columns.names[listed.order[active]]));
  node.addEventListener('keydown', (event) => {
    if (event.key === 't') {
      event.preventDefault();
      return remarks.focus();
    }
    const page = perRow() * virtual.page();
    const to = {
      ArrowRight: active + 1,
      ArrowLeft: active - 1,
      ArrowDown: active + perRow(),
      ArrowUp: active - perRow(),
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total() - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  });
  /** Where the list is scrolled to, from the first row that is seen whole. */
  const inSight = (): Uint32Array => {
    const from = Math.ceil(node.scrollTop / (side() + words() + gap)) * perRow();
    return listed?.order.subarray(from, from + mostPrinted) ?? new Uint32Array();
  };
  return {
    element: node,
    tiles: () => Promise.all(Array.from(inSight(), (n) => inputTile(app, listed!, n))),
    update() {
      const next = selection();
      if (next === listed && app.document.tags === drawnTags) return;
      drawnTags = app.document.tags;
      const again = next?.order !== listed?.order || next?.columns.names !== listed?.columns.names;
      listed = next;
      empty.hidden = !next || total() > 0;
      if (again) {
        active = 0;
        rows.replaceChildren();
        node.scrollTop = 0;
      }
      virtual.reserve();
      virtual.draw();
    },
  };
}
