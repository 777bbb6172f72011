import type { BoxTarget } from '../../protocol/task';
import type { ExplainApp } from './app';
import { targetScore } from './boxes';

/** What was asked of a box, as the detector says it; null of the overlap of a box that nobody has found. */
export function quantityOf(app: ExplainApp, box: BoxTarget): number | null {
  const [left, top, right, bottom] = box.corners;
  const places = { left, top, width: right - left, height: bottom - top };
  return box.quantity in places ? places[box.quantity as keyof typeof places] : (targetScore(app, box) ?? null);
}
