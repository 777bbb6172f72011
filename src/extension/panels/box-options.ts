import * as vscode from 'vscode';
import { visibleBoxes } from '../../protocol/boxes';
import type { PredictResult } from '../../protocol/prediction';
import { LensError } from '../../protocol/error';
import type { ExplainDocument } from '../../protocol/explain-document';

/** How the command line names the chosen box: by its place among those of its class that are shown there. */
export function boxOptions({
  box,
  prediction,
}: Pick<ExplainDocument, 'box'> & { readonly prediction: Pick<PredictResult, 'boxes'> | null }): string[] {
  const { boxes } = prediction ?? {};
  if (!box || !boxes) return [];
  const own = visibleBoxes(boxes.candidates, boxes.scoreThreshold, boxes.overlapThreshold);
  const ofClass = [own, boxes.candidates].map((some) => some.filter(({ index }) => index === box.index));
  const [shown, all] = ofClass;
  const place = (shown.length > 0 ? shown : all).findIndex(({ proposal }) => proposal === box.proposal);
  if (place >= 0) return ['--target', String(box.index), '--box', String(place + 1), '--quantity', box.quantity];
  throw new LensError({
    code: 'invalid-argument',
    what: vscode.l10n.t('The command line counts the boxes it shows, and the chosen one is none of them'),
    next: vscode.l10n.t('Choose another box, or add --at x,y,w,h in pixels of the image file'),
  });
}
