import type { DenseClasses } from '../../protocol/prediction';
import type { FloatMap } from '../../protocol/raster';
import { emptyMask, type Mask } from '../draw/mask';
import type { Surface } from '../draw/surface';
import { withCut } from '../draw/volume';
import { segments } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { brush } from './brush';
import { drawBrush } from './brush-ring';
import type { InputTool } from './input-tool';
import { dimOutside, outlineRegion, regionOf, regionShown } from './region-mark';
import { retarget } from './retarget';
import { cutAt } from './volume';

type Mode = 'predicted' | 'pixel' | 'paint' | 'erase';

/** Radius of the brush in fractions of the image's width. */
const radius = 0.04;

/**
 * Which positions of a dense output are explained: those predicted as the target, one position, or those painted on the
 * input, slice by slice where it is a volume.
 */
export function regionPainter(app: ExplainApp): InputTool {
  let mode: Mode = 'predicted';
  let mask: FloatMap | null = null;
  const surfaces: Surface[] = [];
  const redraw = (): void => surfaces.forEach((surface) => surface.redraw());
  const post = (): void => retarget(app, { region: mask });
  const setMode = (value: Mode): void => {
    const keeps = (value === 'paint' || value === 'erase') && (mode === 'paint' || mode === 'erase');
    mode = value;
    if (!keeps) mask = null;
    if (mode === 'predicted') post();
    redraw();
  };
  const options = [
    { value: 'predicted', label: t('Predicted'), title: t('The region predicted as the target') },
    { value: 'pixel', label: t('Pixel'), title: t('One pixel: click on the image') },
    { value: 'paint', label: t('Paint'), title: t('Paint on the image, or with the arrow keys and Space') },
    { value: 'erase', label: t('Erase'), title: t('Erase what was painted') },
  ];
  const choice = segments(t('Region'), 'region', options, mode, (value) => setMode(value as Mode));
  const node = element('div', { class: 'region', hidden: true }, choice);
  const isPainting = (): boolean => mode !== 'predicted' && !app.view.volume.projected;

  return {
    element: node,
    get painting() {
      return isPainting();
    },
    attach(on, seen) {
      surfaces.push(on);
      const shown = (): Mask | null => mask && regionShown(seen, mask);
      brush({
        viewport: seen.viewport,
        active: () => isPainting() && Boolean(app.document.prediction?.dense),
        tool: () => (mode === 'pixel' ? 'point' : mode === 'erase' ? 'erase' : 'add'),
        radius: () => (mode === 'pixel' ? 0 : radius),
        mask: shown,
        size() {
          const { dense } = app.document.prediction ?? {};
          const size = dense && regionShown(seen, emptyRegion(dense))?.dims;
          return size ? [size[0], size[1]] : null;
        },
        onPaint(painted) {
          const { dense } = app.document.prediction ?? {};
          if (!dense) return;
          mask = withPainted(seen, mode === 'pixel' || !mask ? emptyRegion(dense) : mask, painted);
          redraw();
        },
        onDone: post,
      }).attach(on);
    },
    draw(seen, context, width, height) {
      if (!app.document.prediction?.dense) return;
      const region = mask ? regionShown(seen, mask) : regionOf(seen);
      if (region) {
        // The colours of the classes would be dimmed with the image.
        if (!app.view.labels) dimOutside(context, region, seen, width, height);
        outlineRegion(context, region, seen, width, height);
      }
      if (isPainting() && mode !== 'pixel') drawBrush(context, seen, radius, width, height);
    },
    update() {
      node.hidden = !app.document.prediction?.dense;
      if (!app.document.region && mode === 'predicted') mask = null;
    },
  };
}

/** A region of no position. */
function emptyRegion({ depth, height, width }: DenseClasses): FloatMap {
  if (depth === undefined) return emptyMask(height, width);
  return { dims: [depth, height, width], data: new Float32Array(depth * height * width) };
}

/** A region with what was painted on the part that is seen. */
function withPainted({ view }: ExplainApp, region: FloatMap, painted: Mask): FloatMap {
  if (region.dims.length === 2) return painted;
  const [depth, height, width] = region.dims;
  const extent = [depth, height, width] as const;
  return { ...region, data: withCut(region.data, extent, cutAt(view.volume, extent), painted.data) };
}
