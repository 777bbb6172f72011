import { onTheme } from '../draw/theme';
import { element, setAttribute } from '../ui/element';
import type { GridContent } from './content';
import { drawCells } from './drawing';
import { cellAt, gap, layoutOf, moved, type GridLayout } from './layout';

/** One cell: tiles of the atlases, or none where nothing stands. */
interface GridEvents {
  select(id: number): void;
  /** Enter or a double click. */
  open?(id: number): void;
  hover?(id: number | null, box: DOMRect | null): void;
}

let made = 0;

/**
 * Cells with images, of which only those in sight are drawn, on one canvas: hundreds of kernels with thousands of
 * channels scroll smoothly. For keyboards and screen readers it is a list box with one option at a time, the selected
 * one.
 */
export class Grid {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { class: 'grid-canvas', 'aria-hidden': 'true' });
  private readonly option = element('div', {
    id: `grid-option-${++made}`,
    role: 'option',
    'aria-selected': 'true',
    class: 'grid-option',
  });
  private readonly spacer = element('div', { class: 'grid-spacer' }, this.canvas);
  private content: GridContent = { cells: [], atlases: [] };
  private size = 48;
  private selected: number | null = null;
  private hovered: number | null = null;
  private scheduled = false;
  private frames = 0;

  constructor(
    private readonly label: string,
    private readonly events: GridEvents,
  ) {
    const { option, spacer } = this;
    this.element = element('div', { class: 'grid', role: 'listbox', tabindex: 0, 'aria-label': label }, spacer, option);
    this.element.addEventListener('scroll', () => this.redraw());
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('pointermove', (event) => this.hover(this.idAt(event)));
    this.element.addEventListener('pointerleave', () => this.hover(null));
    this.element.addEventListener('click', (event) => this.pick(this.idAt(event), this.events.select));
    this.element.addEventListener('dblclick', (event) => this.pick(this.idAt(event), this.events.open));
    new ResizeObserver(() => this.redraw()).observe(this.element);
    onTheme(() => this.redraw());
  }

  /** Shows other cells, or the same at another size; the place where the grid is scrolled to stays. */
  show(content: GridContent, size: number, selected: number | null): void {
    const moves = selected !== this.selected;
    Object.assign(this, { content, size, selected });
    const layout = this.layout();
    this.makeRoom(layout);
    this.describe();
    if (moves) this.reveal(layout);
    this.redraw();
  }

  private makeRoom({ width, height }: GridLayout): void {
    Object.assign(this.spacer.style, {
      blockSize: `${height}px`,
      inlineSize: this.content.columns ? `${width}px` : '100%',
    });
  }

  private layout(): GridLayout {
    const { cells, atlases, columns, fit } = this.content;
    const available = this.element.clientWidth;
    const size =
      fit && columns ? Math.max(8, Math.min(this.size, Math.floor((available - gap) / columns) - gap)) : this.size;
    const source = atlases[0]?.source;
    const aspect = source ? Math.min(4, Math.max(1 / 8, source.height / source.width)) : 1;
    const captions = cells.some((cell) => cell?.caption !== undefined);
    return layoutOf({ cells: cells.length, images: atlases.length, aspect, captions, columns }, size, available);
  }

  private describe(): void {
    const { cells } = this.content;
    const at = this.place();
    setAttribute(this.element, 'aria-label', `${this.label}, ${cells.length}`);
    setAttribute(this.element, 'aria-activedescendant', at < 0 ? null : this.option.id);
    this.option.hidden = at < 0;
    setAttribute(this.option, 'aria-label', cells[at]?.label ?? '');
    setAttribute(this.option, 'aria-posinset', at + 1);
    setAttribute(this.option, 'aria-setsize', cells.length);
  }

  private place(id: number | null = this.selected): number {
    return this.content.cells.findIndex((cell) => cell !== undefined && cell.id === id);
  }

  /** Scrolls as little as brings the selected cell into sight. */
  private reveal({ columns, pitch }: GridLayout): void {
    const at = this.place();
    if (at < 0) return;
    const top = Math.floor(at / columns) * pitch.y;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + pitch.y + gap > scrollTop + clientHeight)
      this.element.scrollTop = top + pitch.y + gap - clientHeight;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') return this.pick(this.selected, this.events.open);
    const { cells } = this.content;
    const layout = this.layout();
    let at = this.place();
    let next = moved(event.key, Math.max(0, at), cells.length, layout, this.element.clientHeight);
    if (next === undefined) return;
    event.preventDefault();
    // Empty places are passed over.
    while (next !== undefined && next !== at && !cells[next])
      [at, next] = [next, moved(event.key, next, cells.length, layout, this.element.clientHeight)];
    this.pick(cells[next ?? at]?.id ?? null, this.events.select);
  }

  private pick(id: number | null, act: ((id: number) => void) | undefined): void {
    if (id !== null) act?.call(this.events, id);
  }

  private idAt(event: MouseEvent): number | null {
    const box = this.element.getBoundingClientRect();
    const { scrollLeft, scrollTop } = this.element;
    const { cells } = this.content;
    const at = cellAt(
      this.layout(),
      cells.length,
      event.clientX - box.left + scrollLeft,
      event.clientY - box.top + scrollTop,
    );
    return at === undefined ? null : (cells[at]?.id ?? null);
  }

  private hover(id: number | null): void {
    if (id === this.hovered) return;
    this.hovered = id;
    this.events.hover?.(id, id === null ? null : this.boxOf(id));
    this.redraw();
  }

  /** Where a cell is on the page. */
  private boxOf(id: number): DOMRect {
    const { columns, pitch } = this.layout();
    const [at, box] = [this.place(id), this.element.getBoundingClientRect()];
    const x = box.left + gap + (at % columns) * pitch.x - this.element.scrollLeft;
    return new DOMRect(
      x,
      box.top + gap + Math.floor(at / columns) * pitch.y - this.element.scrollTop,
      pitch.x - gap,
      pitch.y - gap,
    );
  }

  private redraw(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.draw();
    });
  }

  private draw(): void {
    const { element: box, canvas, content, selected, hovered } = this;
    const { clientWidth: width, clientHeight: height } = box;
    if (width === 0 || height === 0) return;
    const layout = this.layout();
    this.makeRoom(layout);
    drawCells(canvas, content, layout, {
      width,
      height,
      left: box.scrollLeft,
      top: box.scrollTop,
      selected,
      hovered,
      style: getComputedStyle(box),
    });
    // For tests and benchmarks, which wait for it.
    box.dataset.frames = String(++this.frames);
  }
}
