import type { CompleteRecipe, Preprocessing } from './recipe';

/** What a result states: the whole recipe but for names of classes and layers. */
export function preprocessingOf({
  labels: _labels,
  aliases: _aliases,
  layers: _layers,
  ...preprocessing
}: CompleteRecipe): Preprocessing {
  return preprocessing;
}
