import type { FigureCurve } from './figure';
import { HAIRLINE, type Place, type PlacedLine } from './figure-drawing';

/** Of a curve, in points. */
const STROKE = 0.75;

/** A curve in its box, from 0 (or its lowest value) to 1 (or its highest), with the axes at its left and foot. */
export function curveLines({ values }: FigureCurve, { x, y, width, height }: Place): PlacedLine[] {
  const all = Array.from(values);
  const low = Math.min(0, ...all);
  const high = Math.max(1, ...all);
  const last = Math.max(1, all.length - 1);
  const points = all.map((v, n) => [x + (width * n) / last, y + (height * (high - v)) / (high - low)] as const);
  const foot = y + height;
  const corner = [
    [x, y],
    [x, foot],
    [x + width, foot],
  ] as const;
  return [
    { points: corner, width: HAIRLINE },
    { points, width: STROKE },
  ];
}
