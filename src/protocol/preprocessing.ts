import type { CompleteRecipe, Preprocessing } from './recipe';

/** What a result states: the whole recipe but for what it says of classes and layers. */
export function preprocessingOf({
  labels: _labels,
  aliases: _aliases,
  units: _units,
  thresholds: _thresholds,
  layers: _layers,
  ...preprocessing
}: CompleteRecipe): Preprocessing {
  return preprocessing;
}
