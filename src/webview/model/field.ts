import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import type { TaskDescription, TaskId } from '../../protocol/task';

/** One row of the recipe form: how a field is shown and edited. */
export interface RecipeField<K extends keyof Recipe = keyof Recipe> {
  readonly field: K;
  readonly label: string;
  readonly hint?: string;
  /** The task it is of; with another one it is shown only where the recipe has it. */
  readonly of?: TaskId;
  /** Whether it can be of use; otherwise it is shown only where the recipe has it. */
  isFor?(shown: Shown): boolean;
  /** A control that shows what holds now, from the recipe, the preset or the guess, and reports changes. */
  control(shown: Shown, change: (value: Recipe[K] | undefined) => void): HTMLElement;
}

export interface Shown {
  readonly recipe: Recipe;
  /** What holds where the recipe leaves a field open; null while the model is not read. */
  readonly complete: CompleteRecipe | null;
  readonly task: TaskDescription | null;
  /** The tensor taken as the score. */
  readonly logits?: string;
}
