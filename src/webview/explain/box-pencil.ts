import type { Corners } from '../../protocol/task';
import type { Surface } from '../draw/surface';
import type { Viewport } from '../draw/viewport';

export interface BoxPencilOptions {
  readonly viewport: Viewport;
  /** Whether pointer and keys draw now. */
  active(): boolean;
  /** Width and height of the image; null where there is nothing to draw on. */
  size(): readonly [number, number] | null;
  onDone(corners: Corners): void;
  /** Escape. */
  onLeave(): void;
}

export interface BoxPencil {
  /** The box as far as it is drawn; null before its first corner. */
  readonly corners: Corners | null;
  attach(surface: Surface): void;
  clear(): void;
}

/** An arrow key goes so far, as a share of the longer side. */
const step = 1 / 50;
/** A box has at least so many pixels on a side. */
const smallest = 2;

const arrows: Readonly<Record<string, readonly [number, number]>> = Object.freeze({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});

/**
 * Draws a box on a canvas: from corner to corner with the pointer, or with the arrow keys, which move a box from the
 * middle and with Shift size it, and Enter.
 */
export function boxPencil({ viewport, active, size, onDone, onLeave }: BoxPencilOptions): BoxPencil {
  let corners: Corners | null = null;
  let anchor: readonly [number, number] | null = null;
  let surface: Surface | undefined;

  const pixelAt = (canvas: HTMLCanvasElement, { offsetX, offsetY }: PointerEvent): readonly [number, number] => {
    const [width, height] = size() ?? [1, 1];
    const { u, v } = viewport.toImage(offsetX / canvas.clientWidth, offsetY / canvas.clientHeight);
    return [clamp(u * width, 0, width), clamp(v * height, 0, height)];
  };
  const done = (): void => {
    if (corners && corners[2] - corners[0] >= smallest && corners[3] - corners[1] >= smallest) onDone(corners);
  };
  const press = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const image = size();
    if (!image) return false;
    if (key === 'Escape') onLeave();
    else if (key === 'Enter') done();
    else if (key in arrows) corners = stepped(corners ?? middle(image), arrows[key], shiftKey, image);
    else return false;
    return true;
  };
  return {
    get corners() {
      return corners;
    },
    clear: () => (corners = anchor = null),
    attach(on) {
      surface = on;
      const { canvas } = on;
      canvas.addEventListener('pointerdown', (event) => {
        if (!active() || event.button !== 0) return;
        canvas.setPointerCapture(event.pointerId);
        anchor = pixelAt(canvas, event);
        corners = null;
      });
      canvas.addEventListener('pointermove', (event) => {
        if (!anchor) return;
        corners = between(anchor, pixelAt(canvas, event));
        surface?.redraw();
      });
      for (const end of ['pointerup', 'pointercancel'] as const) {
        canvas.addEventListener(end, () => {
          if (anchor) done();
          anchor = null;
        });
      }
      const keys = (event: KeyboardEvent): void => {
        if (!active() || event.ctrlKey || event.metaKey || event.altKey || !press(event)) return;
        event.preventDefault();
        // The same keys move the image while nothing is drawn.
        event.stopImmediatePropagation();
        surface?.redraw();
      };
      canvas.addEventListener('keydown', keys, { capture: true });
    },
  };
}

function between([x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): Corners {
  return [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
}

const middle = ([width, height]: readonly [number, number]): Corners => [
  (3 * width) / 8,
  (3 * height) / 8,
  (5 * width) / 8,
  (5 * height) / 8,
];

/** Moved within the image, or with its right and lower side elsewhere. */
function stepped(
  [left, top, right, bottom]: Corners,
  [x, y]: readonly [number, number],
  sized: boolean,
  [width, height]: readonly [number, number],
): Corners {
  const by = step * Math.max(width, height);
  if (sized)
    return [left, top, clamp(right + x * by, left + smallest, width), clamp(bottom + y * by, top + smallest, height)];
  const across = clamp(x * by, -left, width - right);
  const down = clamp(y * by, -top, height - bottom);
  return [left + across, top + down, right + across, bottom + down];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
