import type { Region } from './dataset';
import { decodedRuns } from './run-length';

export type Box = (Region & { kind: 'box' })['box'];

/** Where a COCO annotation says its object is: its outline, else its box; null where neither can be used. */
export function regionOf(segmentation: unknown, bbox: unknown): Region | null {
  const outline = Array.isArray(segmentation) ? polygonsOf(segmentation) : runsOf(segmentation);
  const box = boxOf(bbox);
  return outline ?? (box && { kind: 'box', box });
}

/** Left, top, width and height; null where it is something else. */
export function boxOf(bbox: unknown): Box | null {
  return areNumbers(bbox) && bbox.length === 4 ? (bbox as unknown as Box) : null;
}

/** The box around an outline of polygons. */
export function boundsOf(region: Region): Box | null {
  if (region.kind !== 'polygons') return null;
  const points = region.polygons.flat();
  const side = (first: 0 | 1): [from: number, length: number] => {
    const values = points.filter((_, at) => at % 2 === first);
    const [from, to] = values.reduce(
      ([least, most], v) => [Math.min(least, v), Math.max(most, v)],
      [Infinity, -Infinity],
    );
    return [from, to - from];
  };
  const [[left, width], [top, height]] = [side(0), side(1)];
  return [left, top, width, height].every(Number.isFinite) ? [left, top, width, height] : null;
}

function polygonsOf(segmentation: readonly unknown[]): Region | null {
  const polygons = segmentation.filter(areNumbers);
  return polygons.length > 0 ? { kind: 'polygons', polygons } : null;
}

function runsOf(segmentation: unknown): Region | null {
  const { counts: written, size } = (segmentation ?? {}) as { readonly counts?: unknown; readonly size?: unknown };
  const counts: unknown = typeof written === 'string' ? decodedRuns(written) : written;
  if (!areNumbers(counts) || !areNumbers(size)) return null;
  const [height, width] = size;
  const areWhole = [size, counts].flat().every((n) => Number.isSafeInteger(n) && n >= 0);
  const fit = areWhole && size.length === 2 && counts.reduce((a, b) => a + b, 0) <= width * height;
  return fit ? { kind: 'runs', counts, width, height } : null;
}

const areNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number');
