import type { Point, Viewport } from './viewport';

const step = 1.25;
const keys: Readonly<Record<string, (viewport: Viewport) => void>> = Object.freeze({
  '+': (viewport) => viewport.zoomBy(step),
  '=': (viewport) => viewport.zoomBy(step),
  '-': (viewport) => viewport.zoomBy(1 / step),
  '0': (viewport) => viewport.reset(),
  ArrowLeft: (viewport) => viewport.panBy(-0.1, 0),
  ArrowRight: (viewport) => viewport.panBy(0.1, 0),
  ArrowUp: (viewport) => viewport.panBy(0, -0.1),
  ArrowDown: (viewport) => viewport.panBy(0, 0.1),
});

/**
 * Makes a canvas steer a viewport: Ctrl or ⌘ with the wheel (and pinching) zooms under the pointer, dragging pans, a
 * double click or `0` shows everything, `+`, `-` and the arrows do what they say. A plain wheel scrolls the page, as
 * everywhere in the editor.
 */
export function navigate(canvas: HTMLCanvasElement, viewport: Viewport, mayPan: () => boolean = () => true): void {
  const at = (event: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return viewport.toImage((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  let dragging = false;
  canvas.addEventListener('pointerdown', (event) => {
    if (!mayPan() || viewport.zoom === 1) return;
    dragging = true;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    const box = canvas.getBoundingClientRect();
    if (dragging) viewport.panBy(-event.movementX / box.width, -event.movementY / box.height);
    viewport.point(at(event));
  });
  canvas.addEventListener('pointerup', () => (dragging = false));
  canvas.addEventListener('pointerleave', () => viewport.point(null));
  canvas.addEventListener('dblclick', () => viewport.reset());
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      viewport.zoomBy(Math.exp(-event.deltaY / 200), at(event));
    },
    { passive: false },
  );
  canvas.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    // Where the whole image is shown there is nothing to pan: the page may use the arrows for something else.
    if (!act || (event.key.startsWith('Arrow') && viewport.zoom === 1)) return;
    event.preventDefault();
    act(viewport);
  });
}
