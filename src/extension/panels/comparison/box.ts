import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { ComparedBox } from '../../../protocol/comparison-panel';
import type { PredictResult } from '../../../protocol/prediction';
import type { BoxTarget } from '../../../protocol/task';
import type { EngineProcess } from '../../engine/process';

/** A box of what the first model sees of an image, with its place in the image, from which other models find it. */
export async function comparedBox(
  engine: EngineProcess,
  { model, input, target, label }: { model: string; input: string; target: BoxTarget; label: string },
): Promise<ComparedBox> {
  const inImage = await engine.call('input.boxInImage', { model, input, corners: target.corners });
  return { target, label, inImage };
}

/**
 * The same box under another model, which may number classes and see the image otherwise; what it is asked for is what
 * every detector has at any place: the best score times overlap. @throws LensError where it has no such class
 */
export async function boxUnder(
  engine: EngineProcess,
  { label, inImage }: ComparedBox,
  { model, input, prediction }: { model: string; input: string; prediction: PredictResult },
): Promise<BoxTarget> {
  const known = prediction.boxes && prediction.predictions.find((one) => one.label === label);
  if (!known)
    throw new LensError({
      code: 'invalid-argument',
      what: vscode.l10n.t('the model finds no boxes of the class {0}', label),
      next: vscode.l10n.t('Choose a class of all models, or the most confident box'),
    });
  const found = await engine.call('input.boxAt', { model, input, index: known.index, corners: inImage });
  return { ...found, proposal: null, quantity: 'overlap' };
}
