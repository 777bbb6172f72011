import { History, emptyMask, flooded, stroked, type Mask } from '../draw/mask';
import type { Surface } from '../draw/surface';
import type { Point, Viewport } from '../draw/viewport';

/** `point` marks one position in place of all others. */
export type BrushTool = 'add' | 'erase' | 'fill' | 'point';

export interface BrushOptions {
  readonly viewport: Viewport;
  /** Whether pointer and keys paint now. */
  active(): boolean;
  tool(): BrushTool;
  /** In fractions of the image's width. */
  radius(): number;
  /** The mask as it is; null before anything was painted. */
  mask(): Mask | null;
  /** Height and width of a new mask; null where there is nothing to paint on. */
  size(): readonly [number, number] | null;
  /** A stroke is going on: to be shown. */
  onPaint(mask: Mask): void;
  /** A stroke is finished: to be kept. */
  onDone(mask: Mask): void;
}

export interface Brush {
  /** Where the keyboard's brush is; null while the pointer paints. */
  readonly cursor: Point | null;
  readonly history: History<Mask>;
  attach(surface: Surface): void;
  undo(): void;
  redo(): void;
  /** Puts another mask in the place of the one that is there, as a step that can be taken back. */
  replace(mask: Mask): void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = Object.freeze({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});

/**
 * Paints a mask on a canvas: with the pointer, or with the arrow keys (Shift: one position) and Space, held to draw a
 * line.
 */
export function brush(options: BrushOptions): Brush {
  const history = new History<Mask>();
  let last: Point | null = null;
  let cursor: Point | null = null;
  let held = false;
  let before: Mask | null = null;
  let surface: Surface | undefined;

  const current = (): Mask | null => {
    const size = options.size();
    return options.mask() ?? (size && emptyMask(...size));
  };
  const paint = (at: Point): void => {
    const mask = current();
    if (!mask) return;
    before ??= mask;
    const tool = options.tool();
    options.onPaint(painted(mask, tool, last ?? at, at));
    last = at;
  };
  const painted = (mask: Mask, tool: BrushTool, from: Point, to: Point): Mask => {
    if (tool === 'fill') return flooded(mask, to);
    if (tool === 'point') return stroked(emptyMask(mask.dims[0], mask.dims[1]), to, to, 0, 1);
    return stroked(mask, from, to, options.radius(), tool === 'add' ? 1 : 0);
  };
  const finish = (): void => {
    const mask = options.mask();
    if (before && mask && mask !== before) {
      history.note(before);
      options.onDone(mask);
    }
    before = null;
    last = null;
  };
  const replace = (mask: Mask): void => {
    const now = current();
    if (!now) return;
    history.note(now);
    options.onPaint(mask);
    options.onDone(mask);
  };
  const step = (way: 'undo' | 'redo'): void => {
    const now = current();
    const other = now && history[way](now);
    if (!other) return;
    options.onPaint(other);
    options.onDone(other);
  };
  const move = (key: string, fine: boolean): void => {
    const [width, height] = [...(options.size() ?? [1, 1])].reverse();
    const by = fine ? 1 : Math.max(1, Math.round(options.radius() * width));
    const { u, v } = cursor ?? { u: 0.5, v: 0.5 };
    const [x, y] = arrows[key];
    cursor = { u: clamp(u + (x * by) / width), v: clamp(v + (y * by) / height) };
    options.viewport.point(cursor);
    if (held && options.tool() !== 'fill') paint(cursor);
  };
  const keys = (event: KeyboardEvent): void => {
    if (!options.active() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in arrows) move(event.key, event.shiftKey);
    else if (event.key === ' ' && !event.repeat) {
      held = true;
      cursor ??= { u: 0.5, v: 0.5 };
      paint(cursor);
    } else if (event.key !== ' ') return;
    event.preventDefault();
    // The same keys move the image while nothing is painted.
    event.stopImmediatePropagation();
    surface?.redraw();
  };
  return {
    history,
    get cursor() {
      return cursor;
    },
    attach(on) {
      surface = on;
      const { canvas } = on;
      const at = ({ offsetX, offsetY }: PointerEvent): Point =>
        options.viewport.toImage(offsetX / canvas.clientWidth, offsetY / canvas.clientHeight);
      let drawing = false;
      canvas.addEventListener('pointerdown', (event) => {
        if (!options.active() || event.button !== 0) return;
        drawing = true;
        cursor = null;
        canvas.setPointerCapture(event.pointerId);
        paint(at(event));
      });
      canvas.addEventListener('pointermove', (event) => drawing && options.tool() !== 'fill' && paint(at(event)));
      for (const end of ['pointerup', 'pointercancel'] as const) {
        canvas.addEventListener(end, () => {
          if (drawing) finish();
          drawing = false;
        });
      }
      canvas.addEventListener('keydown', keys, { capture: true });
      canvas.addEventListener('keyup', ({ key }) => {
        if (key !== ' ' || !held) return;
        held = false;
        finish();
      });
    },
    undo: () => step('undo'),
    redo: () => step('redo'),
    replace,
  };
}

function clamp(value: number): number {
  return Math.min(1 - 1e-6, Math.max(0, value));
}
