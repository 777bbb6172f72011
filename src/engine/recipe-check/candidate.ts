import type { CompleteRecipe, Recipe } from '../../protocol/recipe';

/** One way in which a model's input may be made, as the fields of a sidecar. */
export interface RecipeCandidate {
  /** In words: "ImageNet's mean and deviation, red first". */
  readonly label: string;
  readonly fields: Recipe;
  /** How common it is beside the others: only where images cannot decide does it matter. */
  readonly weight: number;
}

/** What candidates depend on beside the images. */
export interface CandidateContext {
  /** Channels, height and width. */
  readonly dims: readonly [number, number, number];
  /** How the input is made by the sidecar and, where it is silent, by guesses from the graph. */
  readonly current: CompleteRecipe;
  /** The tool that wrote the model. */
  readonly producer: string;
}
