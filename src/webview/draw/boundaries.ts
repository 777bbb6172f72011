import type { FloatMap } from '../../protocol/raster';
import type { Viewport } from './viewport';

const paths = new WeakMap<FloatMap, Path2D>();

/**
 * Draws the lines between segments [height, width] into a box of `width` × `height`: light on dark, to be seen on any
 * image.
 */
export function drawBoundaries(
  context: CanvasRenderingContext2D,
  segments: FloatMap,
  viewport: Viewport,
  width: number,
  height: number,
): void {
  const known = paths.get(segments) ?? boundariesOf(segments);
  paths.set(segments, known);
  const [rows, columns] = segments.dims;
  const { x, y } = viewport.toCanvas({ u: 0, v: 0 });
  const scale = [(width * viewport.zoom) / columns, (height * viewport.zoom) / rows];
  const path = new Path2D();
  path.addPath(known, new DOMMatrix([scale[0], 0, 0, scale[1], x * width, y * height]));
  for (const [color, size] of [
    ['#000000b0', 3],
    ['#ffffff', 1],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = size * window.devicePixelRatio;
    context.stroke(path);
  }
}

/** The edges between neighbours of different segments, in positions of the map. */
function boundariesOf({ dims: [rows, columns], data }: FloatMap): Path2D {
  const path = new Path2D();
  const edge = (fromX: number, fromY: number, toX: number, toY: number): void => {
    path.moveTo(fromX, fromY);
    path.lineTo(toX, toY);
  };
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = y * columns + x;
      if (x + 1 < columns && data[i] !== data[i + 1]) edge(x + 1, y, x + 1, y + 1);
      if (y + 1 < rows && data[i] !== data[i + columns]) edge(x, y + 1, x + 1, y + 1);
    }
  }
  return path;
}
