import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import type { CandidateFamily } from '../../protocol/recipe-check';
import { completeRecipe, levelsOf } from '../image/recipe';
import { guessedPreprocessing } from '../model/preprocessing';
import type { CandidateContext, RecipeCandidate } from './candidate';
import { framingCandidates } from './framing';
import { valueCandidates } from './values';

/** Ways of making the input of which one is right. */
export interface Family extends Pick<CandidateFamily, 'id' | 'label'> {
  readonly candidates: (context: CandidateContext) => RecipeCandidate[];
  /** Of the recipe as it is, what the family decides. */
  readonly fields: (recipe: CompleteRecipe) => Recipe;
  /** Two recipes that make the same input. */
  readonly key: (recipe: CompleteRecipe) => string;
  /** Of the images, what another way may be right for besides while the one in force stays; see `ranked`. */
  readonly spared: number;
  /** What was merely guessed is spared as well. */
  readonly keepsGuess: boolean;
  /** Somebody or something has told it already. */
  readonly isTold: (recipe: CompleteRecipe, context: CandidateContext) => boolean;
}

const isGuessed = ({ guessed }: CompleteRecipe, name: keyof Recipe): boolean =>
  guessed.some(({ field }) => field === name);

/** In the order in which they are decided, each with the best of the one before. */
export const FAMILIES: readonly Family[] = [
  {
    id: 'values',
    label: 'Numbers and order of colours',
    candidates: valueCandidates,
    fields: ({ color, range, mean, std }) => ({ color, range, mean, std }),
    key: (recipe) => {
      const { black, white } = levelsOf(recipe);
      return [recipe.color, ...[...black, ...white].map((level) => level.toPrecision(5))].join();
    },
    // Wrong numbers blind a network, which even a few images show.
    spared: 1 / 12,
    keepsGuess: false,
    isTold: (recipe, { dims }) =>
      !isGuessed(recipe, 'range') ||
      recipe.guessed.some(
        ({ field, reason }) =>
          field === 'range' && reason !== guessedPreprocessing({ type: 'float32', dims, readers: [] }).reason,
      ),
  },
  {
    id: 'framing',
    label: 'Crop and resizing',
    candidates: framingCandidates,
    fields: ({ fit, kernel, resizeShorter }) => ({
      fit,
      kernel,
      ...(resizeShorter !== null && { resizeShorter }),
    }),
    key: ({ fit, kernel, resizeShorter }) => [fit, kernel, resizeShorter].join(),
    // Of a few images a frame wins or loses one by chance.
    spared: 1,
    keepsGuess: true,
    isTold: (recipe) => !isGuessed(recipe, 'fit'),
  },
];

/** A candidate, and whether it makes the input as it is made now. */
export interface FamilyMember {
  readonly candidate: RecipeCandidate;
  readonly isCurrent: boolean;
}

/** The usual ways of a family, and what there is now where that is none of them. */
export function membersOf(family: Family, context: CandidateContext): FamilyMember[] {
  const { current } = context;
  const now = family.key(current);
  const usual = family.candidates(context).map((candidate) => ({
    candidate,
    isCurrent: family.key(completed(candidate.fields, context)) === now,
  }));
  if (usual.some(({ isCurrent }) => isCurrent)) return usual;
  return [
    ...usual,
    { candidate: { label: 'as it is now', fields: family.fields(current), weight: 1 }, isCurrent: true },
  ];
}

/** What families have decided, as a whole recipe of the model. */
export function completed(fields: Recipe, { dims, current }: CandidateContext): CompleteRecipe {
  return completeRecipe(fields, [], { dims, layout: current.layout });
}
