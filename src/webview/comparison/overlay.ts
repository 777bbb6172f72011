import { valueOf } from '../../protocol/loading';
import type { FloatMap, Raster } from '../../protocol/raster';
import { drawBoxes, type Frame } from '../draw/boxes';
import { classColor } from '../draw/class-colors';
import { paintHeatmap, type Coloring } from '../draw/heatmap';
import { legendValues } from '../draw/legend';
import { paletteOf } from '../draw/palette';
import { floorOf, rangeOf, toPlane, type Plane } from '../draw/plane';
import { drawPart, toCanvas } from '../draw/raster';
import { figure } from '../ui/format';
import type { ComparisonApp } from './app';

const opacity = 0.7;

/** A map over its image, ready to be drawn at any size. */
export interface Overlay {
  readonly coloring: Coloring;
  /** Width over height. */
  readonly aspect: number;
  readonly image: HTMLCanvasElement | null;
  readonly heatmap: HTMLCanvasElement;
}

export function overlayOf(app: ComparisonApp, map: FloatMap, under: Raster | null): Overlay {
  const plane = toPlane(map);
  const coloring = coloringOf(plane, app);
  return {
    coloring,
    aspect: under ? under.width / under.height : Math.min(4, plane.width / plane.height),
    image: under && toCanvas(under),
    heatmap: paintHeatmap(plane, coloring),
  };
}

type Place = Omit<Frame, 'columns' | 'rows'>;

export function drawOverlay(app: ComparisonApp, { image, heatmap }: Overlay, place: Place): void {
  const { context, viewport, width, height } = place;
  if (image) drawPart(context, image, viewport, width, height);
  drawPart(context, heatmap, viewport, width, height);
  drawTarget(app, place);
}

/** Beyond the ends of a legend lies one value in a hundred. */
export function legendEnds(coloring: Coloring): [low: string, high: string] {
  const [low, high] = legendValues(coloring).map((value) =>
    value === 0 ? '0' : `${value < 0 ? '≤' : '≥'} ${figure(value)}`,
  );
  return [low, high];
}

function coloringOf(plane: Plane, { document: { palette } }: ComparisonApp): Coloring {
  const signed = plane.values.some((value) => value < 0);
  return {
    palette: paletteOf(palette),
    view: 'signed',
    signed,
    range: rangeOf(plane, 'signed', true),
    low: floorOf(plane, 'signed'),
    opacity,
  };
}

/** The box that is explained, where one was chosen. */
function drawTarget({ document: { box, shown } }: ComparisonApp, place: Place): void {
  const image = valueOf(shown)?.image;
  if (!box || !image) return;
  const { css: color, ink } = classColor(box.target.index);
  const { corners, proposal } = box.target;
  drawBoxes({ ...place, columns: image.width, rows: image.height }, [
    { corners, text: box.label, color, ink, stress: 'chosen', dashed: proposal === null },
  ]);
}
