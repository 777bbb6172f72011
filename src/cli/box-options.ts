import { Option, type Command } from 'commander';
import type { ImageBoxes } from '../engine/explanation/image-boxes';
import { LensError } from '../protocol/error';
import { overlapOf, visibleBoxes } from '../protocol/boxes';
import type { PredictResult } from '../protocol/prediction';
import { boxQuantities, type BoxQuantity, type BoxTarget, type Corners, type DetectedBox } from '../protocol/task';
import { wholeNumber } from './options';

/** How a box of a detector is named on the command line. */
export interface BoxArguments {
  readonly box?: number;
  readonly at?: string;
  readonly quantity?: BoxQuantity;
}

/** Adds what names a box. */
export const addBoxOptions = (command: Command): Command =>
  command
    .option('--box <n>', 'of a detector: the n-th box it finds, 1 the most confident (of the target)', wholeNumber)
    .option('--at <x,y,w,h>', 'of a detector: a box in pixels of the image, found or not (why not here?)')
    .addOption(new Option('--quantity <what>', 'what of the box is explained').choices([...boxQuantities]));

const refused = (what: string, next: string): LensError => new LensError({ code: 'invalid-argument', what, next });

/** The box that is named; undefined where none is. @throws LensError */
export function namedBox(
  { box: place, at, quantity }: BoxArguments,
  { boxes, predictions }: PredictResult,
  index: number | undefined,
  places: ImageBoxes | undefined,
): BoxTarget | undefined {
  if (!boxes || !places) {
    if (place === undefined && at === undefined && quantity === undefined) return undefined;
    throw refused('the model is no detector: it has no boxes', 'Leave out --box, --at and --quantity');
  }
  if (at !== undefined) {
    const corners = places.inNetwork(cornersFrom(at));
    const class_ = index ?? (nearest(boxes.candidates, corners) ?? predictions[0]).index;
    if (quantity !== undefined && quantity !== 'overlap')
      throw refused(`a drawn box has no ${quantity} of its own`, 'Ask for its overlap, or name a box with --box');
    return { index: class_, corners, proposal: null, quantity: 'overlap' };
  }
  const all = visibleBoxes(boxes.candidates, boxes.scoreThreshold, boxes.overlapThreshold);
  const of = (some: readonly DetectedBox[]): readonly DetectedBox[] =>
    index === undefined ? some : some.filter((one) => one.index === index);
  // What is not sure enough to be shown may still be asked for, where nothing else is there.
  const shown = of(all).length > 0 ? of(all) : of(boxes.candidates);
  const found = shown[(place ?? 1) - 1];
  if (found) return { ...found, quantity: quantity ?? 'score' };
  if (place === undefined) return undefined;
  throw refused(
    `there is no box ${place}; ${shown.length} ${shown.length === 1 ? 'is' : 'are'} found`,
    'Give one of them, or draw a box with --at',
  );
}

/** The candidate that overlaps most with a place, if any does. */
const nearest = (candidates: readonly DetectedBox[], corners: Corners): DetectedBox | undefined =>
  candidates
    .filter((one) => overlapOf(one.corners, corners) > 0)
    .sort((a, b) => overlapOf(b.corners, corners) - overlapOf(a.corners, corners))[0];

function cornersFrom(text: string): Corners {
  const numbers = text.split(',').map(Number);
  const [x, y, width, height] = numbers;
  if (numbers.length === 4 && numbers.every(Number.isFinite) && width > 0 && height > 0)
    return [x, y, x + width, y + height];
  throw refused(`--at ${text.slice(0, 100)} is no box`, 'Give x,y,width,height in pixels of the image');
}
