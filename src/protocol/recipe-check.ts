import type { Raster } from './raster';
import type { Recipe } from './recipe';

/** What is asked of a check. */
export interface RecipeCheckRequest {
  readonly model: string;
  /** Images, labelled where possible. */
  readonly folder: string;
  /** At most so many of them, spread evenly over the folder. */
  readonly images: number;
  /** How labels are found; guessed by default. */
  readonly labelling?: string;
}

/** What a check will take, told before it runs. */
export interface RecipeCheckPlan {
  readonly folder: string;
  readonly images: number;
  /** So many of them have a label of the model. */
  readonly labelled: number;
  /** So many different labels: images of one class alone say little. */
  readonly classes: number;
  readonly labelling: string;
  /** Ways of making the input that are tried. */
  readonly ways: number;
  /** Passes of the network, one image each. */
  readonly passes: number;
}

/** One way of making the input, and what the network said of it. */
export interface CheckedCandidate {
  /** In words. */
  readonly label: string;
  /** The fields of a sidecar that make it so. */
  readonly fields: Recipe;
  /** Its probability among the others of its family, from 0 to 1: what is usual, and what the images say. */
  readonly share: number;
  /** Images whose label is predicted, with bounds of their share at 95 % (Wilson 1927); null without labels. */
  readonly right: { readonly count: number; readonly low: number; readonly high: number } | null;
  /** Of each image in turn, whether its label is predicted; null without one. */
  readonly hits: readonly (boolean | null)[];
  /** Mean −log of the label's probability, in nats; null without labels. */
  readonly loss: number | null;
  /** Mean probability of the predicted class. */
  readonly confidence: number;
  /** Mean entropy of the probabilities, in nats. */
  readonly entropy: number;
  /** How far the numbers are from those that the first batch normalisation learnt, in nats; null where it is folded. */
  readonly divergence: number | null;
  /** It is what the sidecar and the guesses make now. */
  readonly isCurrent: boolean;
  /** Whether images tell it from the first: `same` where the network gives the same whatever is chosen. */
  readonly beside: 'first' | 'worse' | 'undecided' | 'same';
}

/** Candidates of which one is right, the likeliest first. */
export interface CandidateFamily {
  readonly id: 'values' | 'framing';
  /** What they decide, in words. */
  readonly label: string;
  /** Passes of the network that were run. */
  readonly passes: number;
  readonly candidates: readonly CheckedCandidate[];
}

/** An image of a check. */
export interface CheckedImage {
  /** Of the file. */
  readonly name: string;
  /** Its class, by name where that is known; null without one. */
  readonly label: string | null;
}

/** What images say of how a model's input is made. */
export interface RecipeCheck {
  readonly model: string;
  readonly folder: string;
  readonly images: readonly CheckedImage[];
  /** So many of them have a label of the model. */
  readonly labelled: number;
  readonly labelling: string;
  /** Path of the image that stands for all. */
  readonly example: string;
  readonly families: readonly CandidateFamily[];
  /** The sidecar that is proposed: its own fields, and those of the first candidates. */
  readonly recipe: Recipe;
  /** The outcome in one or two sentences. */
  readonly verdict: string;
  /** What a person should know beside it. */
  readonly notes: readonly string[];
}

/** A check with the example as the network sees it under every candidate, by family. */
export interface IllustratedCheck {
  readonly check: RecipeCheck;
  readonly thumbnails: readonly (readonly Raster[])[];
}

/** What the engine answers about recipes. */
export interface RecipeCheckCalls {
  'recipe.plan': { arguments: RecipeCheckRequest; answer: RecipeCheckPlan; event: never };
  'recipe.check': { arguments: RecipeCheckRequest; answer: IllustratedCheck; event: { readonly tried: number } };
}
