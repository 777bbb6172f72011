import type { TileAtlas } from '../draw/tiles';
import { element, setAttribute, setText } from '../ui/element';

/** A tile drawn large, with the value under the pointer. */
export interface LargeImage {
  readonly element: HTMLElement;
  /** `read` says what stands at a point given in fractions; an empty text for nothing. */
  update(atlas: TileAtlas | null, tile: number, label: string, read: (u: number, v: number) => string): void;
}

export interface ImageOptions {
  /** Acts on a click at a point given in fractions. */
  readonly onClick?: (u: number, v: number) => void;
  /** Drawn over the tile, in a box of this size. */
  readonly over?: (context: CanvasRenderingContext2D, width: number, height: number) => void;
}

export function largeImage({ onClick, over }: ImageOptions = {}): LargeImage {
  const canvas = element('canvas', { class: 'image-canvas', role: 'img' });
  const value = element('span', { class: 'figure pointer-value' });
  const node = element('div', { class: 'image' }, canvas, value);
  let shown: { atlas: TileAtlas; tile: number } | null = null;
  let readOut: (u: number, v: number) => string = () => '';
  const at = (event: MouseEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  canvas.addEventListener('pointermove', (event) => setText(value, readOut(...at(event))));
  canvas.addEventListener('pointerleave', () => setText(value, ''));
  canvas.addEventListener('click', (event) => onClick?.(...at(event)));
  const draw = (): void => {
    const { clientWidth: width, clientHeight: height } = canvas;
    const context = canvas.getContext('2d');
    if (!context || !shown || width === 0 || height === 0) return;
    const ratio = window.devicePixelRatio;
    Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    shown.atlas.draw(context, shown.tile, 0, 0, width, height);
    over?.(context, width, height);
  };
  new ResizeObserver(draw).observe(canvas);
  return {
    element: node,
    update(atlas, tile, label, read) {
      shown = atlas && { atlas, tile };
      readOut = read;
      setAttribute(canvas, 'aria-label', label);
      if (atlas)
        canvas.style.aspectRatio = String(Math.min(8, Math.max(1 / 4, atlas.source.width / atlas.source.height)));
      draw();
    },
  };
}
