import type { TileAtlas } from '../draw/tiles';
import { element, setAttribute } from '../ui/element';
import { between, cellAt, gap, layoutOf, moved, type GridLayout } from './layout';

/** One cell: tiles of the atlases, or none where nothing stands. */
export interface Cell {
  /** What the cell stands for: the number of a filter. */
  readonly id: number;
  /** Its tile in every atlas. */
  readonly tile: number;
  readonly caption?: string;
  /** For those who do not see it. */
  readonly label: string;
  readonly quiet?: boolean;
}

export interface GridContent {
  /** undefined leaves a place empty. */
  readonly cells: readonly (Cell | undefined)[];
  /** Side by side in each cell. */
  readonly atlases: readonly TileAtlas[];
  readonly columns?: number;
}

interface GridEvents {
  select(id: number): void;
  /** Enter or a double click. */
  open?(id: number): void;
  hover?(id: number | null, box: DOMRect | null): void;
}

let made = 0;

/**
 * Cells with pictures, of which only those in sight are drawn, on one canvas: hundreds of kernels with thousands of channels scroll
 * smoothly. For keyboards and screen readers it is a list box with one option at a time, the selected one.
 */
export class Grid {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { class: 'grid-canvas', 'aria-hidden': 'true' });
  private readonly option = element('div', { id: `grid-option-${++made}`, role: 'option', 'aria-selected': 'true', class: 'grid-option' });
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
  }

  /** Shows other cells, or the same at another size; the place where the grid is scrolled to stays. */
  show(content: GridContent, size: number, selected: number | null): void {
    const moves = selected !== this.selected;
    Object.assign(this, { content, size, selected });
    const layout = this.layout();
    Object.assign(this.spacer.style, { blockSize: `${layout.height}px`, inlineSize: content.columns ? `${layout.width}px` : '100%' });
    this.describe();
    if (moves) this.reveal(layout);
    this.redraw();
  }

  private layout(): GridLayout {
    const { cells, atlases, columns } = this.content;
    const source = atlases[0]?.source;
    const aspect = source ? Math.min(4, Math.max(1 / 8, source.height / source.width)) : 1;
    const captions = cells.some((cell) => cell?.caption !== undefined);
    return layoutOf({ cells: cells.length, pictures: atlases.length, aspect, captions, columns }, this.size, this.element.clientWidth);
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
    else if (top + pitch.y + gap > scrollTop + clientHeight) this.element.scrollTop = top + pitch.y + gap - clientHeight;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') return this.pick(this.selected, this.events.open);
    const { cells } = this.content;
    let at = this.place();
    do {
      const next = at < 0 ? 0 : moved(event.key, at, cells.length, this.layout(), this.element.clientHeight);
      if (next === undefined) return;
      if (next === at) break;
      at = next;
    } while (!cells[at]);
    event.preventDefault();
    this.pick(cells[at]?.id ?? null, this.events.select);
  }

  private pick(id: number | null, act: ((id: number) => void) | undefined): void {
    if (id !== null) act?.call(this.events, id);
  }

  private idAt(event: MouseEvent): number | null {
    const box = this.element.getBoundingClientRect();
    const { scrollLeft, scrollTop } = this.element;
    const { cells } = this.content;
    const at = cellAt(this.layout(), cells.length, event.clientX - box.left + scrollLeft, event.clientY - box.top + scrollTop);
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
    return new DOMRect(x, box.top + gap + Math.floor(at / columns) * pitch.y - this.element.scrollTop, pitch.x - gap, pitch.y - gap);
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
    const { clientWidth: width, clientHeight: height, scrollTop, scrollLeft } = this.element;
    const context = this.canvas.getContext('2d');
    if (!context || width === 0 || height === 0) return;
    const ratio = window.devicePixelRatio;
    const [pixelsWide, pixelsHigh] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== pixelsWide || this.canvas.height !== pixelsHigh) Object.assign(this.canvas, { width: pixelsWide, height: pixelsHigh });
    Object.assign(this.canvas.style, { inlineSize: `${width}px`, blockSize: `${height}px` });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const layout = this.layout();
    const first = Math.max(0, Math.floor((scrollTop - gap) / layout.pitch.y)) * layout.columns;
    const last = (Math.floor((scrollTop + height) / layout.pitch.y) + 1) * layout.columns;
    const style = getComputedStyle(this.element);
    context.font = `11px ${style.fontFamily}`;
    for (let at = first; at < Math.min(last, this.content.cells.length); at++) {
      const x = gap + (at % layout.columns) * layout.pitch.x - scrollLeft;
      this.drawCell(context, this.content.cells[at], x, gap + Math.floor(at / layout.columns) * layout.pitch.y - scrollTop, layout, style);
    }
    // For tests and benchmarks, which wait for it.
    this.element.dataset.frames = String(++this.frames);
  }

  private drawCell(context: CanvasRenderingContext2D, cell: Cell | undefined, x: number, y: number, layout: GridLayout, style: CSSStyleDeclaration): void {
    if (!cell) return;
    const { width, height } = layout.picture;
    this.content.atlases.forEach((atlas, k) => atlas.draw(context, cell.tile, x + k * (width + between), y, width, height));
    const whole = layout.pitch.x - gap;
    if (cell.caption !== undefined) {
      context.fillStyle = cell.quiet ? style.getPropertyValue('--quiet') : style.color;
      context.fillText(cell.caption, x, y + height + 12, whole);
    }
    const ring = cell.id === this.selected ? '--vscode-focusBorder' : cell.id === this.hovered ? '--vscode-descriptionForeground' : undefined;
    if (!ring) return;
    context.strokeStyle = style.getPropertyValue(ring);
    context.lineWidth = 2;
    context.strokeRect(x - 2, y - 2, whole + 4, height + 4);
  }
}
