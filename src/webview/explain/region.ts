import type { FloatMap } from '../../protocol/raster';
import { emptyMask, stroked } from '../draw/mask';
import type { Surface } from '../draw/surface';
import type { Point } from '../draw/viewport';
import { segments } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import type { InputTool } from './input-tool';
import { dimOutside, outlineRegion, regionOf } from './region-mark';
import { retarget } from './retarget';

type Mode = 'predicted' | 'pixel' | 'paint';

/** Radius of the brush in fractions of the image's width. */
const brush = 0.04;

/**
 * Which positions of a dense output are explained: those predicted as the target, one pixel, or those painted on the
 * input.
 */
export function regionPainter(app: ExplainApp): InputTool {
  let mode: Mode = 'predicted';
  let mask: FloatMap | null = null;
  let last: Point | null = null;
  let surface: Surface | undefined;
  const post = (): void => retarget(app, { region: mask });
  const setMode = (value: Mode): void => {
    mode = value;
    mask = null;
    if (mode === 'predicted') post();
    surface?.redraw();
  };
  const options = [
    { value: 'predicted', label: t('Predicted'), title: t('The region predicted as the target') },
    { value: 'pixel', label: t('Pixel'), title: t('One pixel: click on the image') },
    { value: 'paint', label: t('Paint'), title: t('Paint on the image') },
  ];
  const choice = segments(t('Region'), 'region', options, mode, (value) => setMode(value as Mode));
  const node = element('div', { class: 'region', hidden: true }, choice);

  const mark = (at: Point, begin: boolean): void => {
    const { dense } = app.document.prediction ?? {};
    if (!dense) return;
    const anew = begin || mode === 'pixel' || !mask;
    mask = stroked(
      anew || !mask ? emptyMask(dense.height, dense.width) : mask,
      (!anew && last) || at,
      at,
      mode === 'pixel' ? 0 : brush,
      1,
    );
    last = at;
    surface?.redraw();
  };
  return {
    element: node,
    get painting() {
      return mode !== 'predicted';
    },
    attach(on) {
      surface = on;
      let drawing = false;
      const { canvas } = on;
      const at = ({ offsetX, offsetY }: PointerEvent): Point =>
        app.viewport.toImage(offsetX / canvas.clientWidth, offsetY / canvas.clientHeight);
      canvas.addEventListener('pointerdown', (event) => {
        if (mode === 'predicted') return;
        drawing = true;
        canvas.setPointerCapture(event.pointerId);
        mark(at(event), !event.shiftKey);
      });
      canvas.addEventListener('pointermove', (event) => drawing && mark(at(event), false));
      canvas.addEventListener('pointerup', () => {
        if (drawing) post();
        drawing = false;
      });
    },
    draw(context, width, height) {
      const shown = app.document.prediction?.dense ? (mask ?? regionOf(app)) : null;
      if (!shown) return;
      // The colours of the classes would be dimmed with the image.
      if (!app.view.labels) dimOutside(context, shown, app, width, height);
      outlineRegion(context, shown, app, width, height);
    },
    update() {
      // Painting is in the plane.
      const { dense } = app.document.prediction ?? {};
      node.hidden = !dense || dense.depth !== undefined;
      if (!app.document.region && mode === 'predicted') mask = null;
    },
  };
}
