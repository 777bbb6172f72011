import { basename } from 'node:path';
import { guessText } from '../engine/image/recipe-text';
import { sidecarPath } from '../engine/image/sidecar';
import type { Preprocessing } from '../protocol/recipe';
import type { Voice } from './run';

/** Tells what of the preprocessing was guessed, and where to state it. */
export function tellGuesses(voice: Voice, model: string, recipe: Pick<Preprocessing, 'guessed'>): void {
  const guesses = guessText(recipe);
  if (guesses)
    voice.note(`guessed of the preprocessing: ${guesses}. State it in the sidecar ${basename(sidecarPath(model))}`);
}
