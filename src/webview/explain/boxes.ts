import { areaOf, visibleBoxes } from '../../protocol/boxes';
import { targetBox } from '../../protocol/target';
import type { BoxTarget, Corners, DetectedBox, DetectedBoxes } from '../../protocol/task';
import type { Point } from '../draw/viewport';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import type { DrawnBox, ExplainApp } from './app';
import { retarget } from './retarget';

/** A box that can be chosen: one the detector has found, or one a person drew. */
export interface ShownBox {
  /** null: drawn. */
  readonly proposal: number | null;
  /** Of its class. */
  readonly index: number;
  readonly label: string;
  /** null: the detector says nothing of it. */
  readonly score: number | null;
  readonly corners: Corners;
}

export function keyOf({ proposal, index }: Pick<ShownBox, 'proposal' | 'index'>): string {
  return proposal === null ? 'drawn' : `${proposal}:${index}`;
}

/** The thresholds of the sliders, or the detector's own. */
export function thresholdsOf({ document: { prediction }, view }: ExplainApp): { score: number; overlap: number } {
  const { scoreThreshold, overlapThreshold } = prediction?.boxes ?? { scoreThreshold: 0.25, overlapThreshold: 0.45 };
  return { score: view.scoreThreshold ?? scoreThreshold, overlap: view.overlapThreshold ?? overlapThreshold };
}

/** What the thresholds leave of the detector's boxes. */
export function visibleOf(app: ExplainApp): readonly DetectedBox[] {
  const { boxes } = app.document.prediction ?? {};
  const { score, overlap } = thresholdsOf(app);
  return boxes ? visible(boxes, score, overlap) : none;
}

const none: readonly DetectedBox[] = Object.freeze([]);
const visible = memo(({ candidates }: DetectedBoxes, score: number, overlap: number) =>
  visibleBoxes(candidates, score, overlap),
);

const placeOf = ({ proposal, index, corners }: ShownBox): Omit<BoxTarget, 'quantity'> => ({ proposal, index, corners });

/** The drawn box of the input shown. */
function drawnOf({ document: { inputs, current }, view: { drawn } }: ExplainApp): DrawnBox | null {
  return drawn && drawn.input === inputs[current]?.uri ? drawn : null;
}

/** All boxes that can be chosen now: those above the thresholds, the chosen one whatever they say, and the drawn one. */
export function shownBoxes(app: ExplainApp): readonly ShownBox[] {
  const found = visibleOf(app);
  const { box, prediction } = app.document;
  const drawn = drawnOf(app) ?? (box?.proposal === null ? box : null);
  const chosen = prediction?.boxes?.candidates.find((one) => box !== null && keyOf(one) === keyOf(box));
  return [
    ...found,
    ...(chosen && !found.includes(chosen) ? [chosen] : []),
    ...(drawn
      ? [{ corners: drawn.corners, index: drawn.index, label: labelOf(app, drawn.index), proposal: null, score: null }]
      : []),
  ];
}

/** Size and corner of a box, human-readable. */
export function whereOf({ corners: [left, top, right, bottom] }: Pick<ShownBox, 'corners'>): string {
  return t('{0} × {1} px at {2}, {3}', ...[right - left, bottom - top, left, top].map(figure));
}

export function labelOf({ document: { prediction } }: ExplainApp, index: number): string {
  return prediction?.predictions.find((one) => one.index === index)?.label ?? String(index);
}

/** The score of the box that is explained; undefined for a drawn one. */
export function targetScore({ document: { prediction } }: ExplainApp, box: BoxTarget): number | undefined {
  return prediction?.boxes?.candidates.find((one) => keyOf(one) === keyOf(box))?.score;
}

/** The boxes that hold a point of the image, the smallest first. */
function boxesAt<B extends Pick<ShownBox, 'corners'>>(boxes: readonly B[], { x, y }: { x: number; y: number }) {
  return boxes
    .filter(({ corners: [left, top, right, bottom] }) => x >= left && x <= right && y >= top && y <= bottom)
    .sort((a, b) => areaOf(a.corners) - areaOf(b.corners));
}

/** Of boxes one in another, a click takes the smallest, and the next one where that is chosen already. */
export function boxUnder(app: ExplainApp, at: Point): ShownBox | undefined {
  const { image } = app.document.prediction?.input ?? {};
  if (!image) return undefined;
  const found = boxesAt(shownBoxes(app), { x: at.u * image.width, y: at.v * image.height });
  const target = targetBox(app.document);
  const place = found.findIndex((one) => target !== null && keyOf(one) === keyOf(target));
  return found[(place + 1) % found.length];
}

/** Explains another box, and of it what was asked of the one before; of a drawn box only one thing can be asked. */
export function chooseBox(app: ExplainApp, box: ShownBox): void {
  const before = targetBox(app.document);
  const asked = before && before.proposal !== null ? before.quantity : 'score';
  explainBox(app, { ...placeOf(box), quantity: box.proposal === null ? 'overlap' : asked });
}

/** What the model explains by itself is asked for as such, so that its maps are not made twice. */
export function explainBox(app: ExplainApp, box: BoxTarget, tell = retarget): void {
  const now = targetBox(app.document);
  if (now && same(now, box)) return;
  const { document } = app;
  const own = targetBox({ ...document, target: null, box: null });
  // A value is one of what was asked before.
  const difference = now?.quantity === box.quantity ? document.difference : null;
  tell(app, { target: null, box: own && same(own, box) ? null : box, difference: difference ?? null });
}

function same(a: BoxTarget, b: BoxTarget): boolean {
  return (
    a.proposal === b.proposal &&
    a.index === b.index &&
    a.quantity === b.quantity &&
    a.corners.every((value, i) => value === b.corners[i])
  );
}
