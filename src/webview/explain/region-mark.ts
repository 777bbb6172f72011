import type { FloatMap } from '../../protocol/raster';
import { drawBoundaries } from '../draw/boundaries';
import { drawPart } from '../draw/raster';
import { cutPlane } from '../draw/volume';
import type { LabelMap } from '../draw/label-map';
import type { Point } from '../draw/viewport';
import { memo } from '../ui/memo';
import { targetOf, type ExplainApp } from './app';
import { cutAt, labelsShown } from './volume';

/** Up to this share of the positions a region is ringed. */
const smallest = 0.001;

/** The positions of a dense output that are explained: those chosen, or those predicted as the target. */
export function regionOf(app: ExplainApp): FloatMap | null {
  const { region, prediction } = app.document;
  const target = targetOf(app)?.index;
  if (!prediction?.dense || target === undefined) return null;
  if (prediction.dense.estimates) return region && regionShown(app, region);
  const labels = labelsShown(app, prediction.dense);
  return region ? regionShown(app, region) : labels && predicted(labels, target);
}

/** What is seen of a region: of a volume its cut; null where that is seen as a whole. */
export function regionShown({ view }: Pick<ExplainApp, 'view'>, region: FloatMap): FloatMap | null {
  if (region.dims.length === 2) return region;
  if (view.volume.projected) return null;
  const [depth, height, width] = region.dims;
  const extent = [depth, height, width] as const;
  const plane = cutPlane({ width, height, values: region.data }, extent, cutAt(view.volume, extent));
  return { dims: [plane.height, plane.width], data: plane.values };
}

const predicted = memo(({ height, width, classes }: LabelMap, target: number): FloatMap => ({
  dims: [height, width],
  data: Float32Array.from(classes, (index) => (index === target ? 1 : 0)),
}));

/** Dims what lies outside a region. */
export function dimOutside(
  context: CanvasRenderingContext2D,
  { dims: [rows, columns], data }: FloatMap,
  { viewport }: Pick<ExplainApp, 'viewport'>,
  width: number,
  height: number,
): void {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: columns, height: rows });
  const image = new ImageData(columns, rows);
  data.forEach((inside, i) => (image.data[i * 4 + 3] = inside ? 0 : 110));
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  drawPart(context, canvas, viewport, width, height);
}

/** Outlines a region, and rings one too small to be seen. */
export function outlineRegion(
  context: CanvasRenderingContext2D,
  region: FloatMap,
  { viewport }: Pick<ExplainApp, 'viewport'>,
  width: number,
  height: number,
): void {
  const at = spotOf(region);
  if (at) drawRing(context, viewport.toCanvas(at), width, height);
  else drawBoundaries(context, region, viewport, width, height);
}

/** The middle of a region of a few positions; null for a larger one, or none. */
function spotOf({ dims: [rows, columns], data }: FloatMap): Point | null {
  const inside = [...data.keys()].filter((i) => data[i]);
  if (inside.length === 0 || inside.length > smallest * data.length + 1) return null;
  const mean = (of: (i: number) => number): number => inside.reduce((sum, i) => sum + of(i), 0) / inside.length;
  return {
    u: (mean((i) => i % columns) + 0.5) / columns,
    v: (mean((i) => Math.floor(i / columns)) + 0.5) / rows,
  };
}

/** White in black, so that it is seen on any image. */
function drawRing(
  context: CanvasRenderingContext2D,
  { x, y }: { x: number; y: number },
  width: number,
  height: number,
): void {
  for (const [color, line] of [
    ['#000000', 5],
    ['#ffffff', 2],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = line;
    context.beginPath();
    context.arc(x * width, y * height, 9, 0, 2 * Math.PI);
    context.stroke();
  }
}
