import type { Prediction } from '../../protocol/prediction';
import { isBackground, targetBox } from '../../protocol/target';
import { drawBoxes, type BoxMark } from '../draw/boxes';
import { classColor } from '../draw/class-colors';
import { paintLabels } from '../draw/label-map';
import { drawPart } from '../draw/raster';
import type { Viewport } from '../draw/viewport';
import { memo } from '../ui/memo';
import type { ExplainApp } from './app';
import { keyOf, shownBoxes } from './boxes';
import { frameOf } from './frame';
import { labelsShown } from './volume';

/** Draws the class of every position of a dense output in its colour, where that is to be seen. */
export function drawLabels(
  app: ExplainApp,
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  viewport: Viewport = app.viewport,
): void {
  const { dense, predictions = [] } = app.document.prediction ?? {};
  if (!dense || dense.estimates || !app.view.labels) return;
  const labels = labelsShown(app, dense);
  if (!labels) return;
  context.globalAlpha = app.view.labelOpacity;
  drawPart(context, paintLabels(labels, backgroundOf(predictions)), viewport, width, height, 'squares');
  context.globalAlpha = 1;
}

/** What is around the objects stays as it is in the image. */
const backgroundOf = memo(
  (predictions: readonly Prediction[]): ReadonlySet<number> =>
    new Set(predictions.filter(({ label }) => isBackground(label)).map(({ index }) => index)),
);

/** Draws the boxes of a detector, the one that is explained and the one pointed at more strongly. */
export function drawDetections(
  app: ExplainApp,
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  { viewport = app.viewport, pointed = null }: { viewport?: Viewport; pointed?: string | null } = {},
): void {
  const frame = frameOf(app, context, width, height, viewport);
  const target = targetBox(app.document);
  if (!frame || !app.document.prediction?.boxes) return;
  const marks = shownBoxes(app).map((box): BoxMark => {
    const { css: color, ink } = classColor(box.index);
    const chosen = target !== null && keyOf(target) === keyOf(box);
    return {
      corners: box.corners,
      text: box.score === null ? box.label : `${box.label} ${box.score.toFixed(2)}`,
      color,
      ink,
      stress: chosen ? 'chosen' : keyOf(box) === pointed ? 'pointed' : 'none',
      dashed: box.proposal === null,
    };
  });
  drawBoxes(frame, marks);
}
