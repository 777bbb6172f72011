import { LensError } from '../../protocol/error';
import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import type { CandidateFamily, CheckedCandidate, RecipeCheck, RecipeCheckRequest } from '../../protocol/recipe-check';
import { completeRecipe, levelsOf } from '../image/recipe';
import { readSidecar } from '../image/sidecar';
import { guessedPreprocessing } from '../model/preprocessing';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { sizeOf } from '../tensor/tensor';
import type { CandidateContext, RecipeCandidate } from './candidate';
import { ranked } from './evidence';
import { framingCandidates } from './framing';
import { checkImages } from './labelled-images';
import { Trials } from './trial';
import { valueCandidates } from './values';
import { verdictOf } from './verdict';

/** What the sidecar states, or the graph's own arithmetic says, is rather right. */
const STATED = 3;

interface Family extends Pick<CandidateFamily, 'id' | 'label'> {
  readonly candidates: (context: CandidateContext) => RecipeCandidate[];
  /** Of the recipe as it is, what the family decides. */
  readonly fields: (recipe: CompleteRecipe) => Recipe;
  /** Two recipes that make the same input. */
  readonly key: (recipe: CompleteRecipe) => string;
  /** Somebody or something has told it already. */
  readonly isTold: (recipe: CompleteRecipe, context: CandidateContext) => boolean;
}

const isGuessed = ({ guessed }: CompleteRecipe, name: keyof Recipe): boolean =>
  guessed.some(({ field }) => field === name);

const FAMILIES: readonly Family[] = [
  {
    id: 'values',
    label: 'Numbers and order of colours',
    candidates: valueCandidates,
    fields: ({ color, range, mean, std }) => ({ color, range, mean, std }),
    key: (recipe) => {
      const { black, white } = levelsOf(recipe);
      return [recipe.color, ...[...black, ...white].map((level) => level.toPrecision(5))].join();
    },
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
    isTold: (recipe) => !isGuessed(recipe, 'fit'),
  },
];

/**
 * Tries the usual ways of making a model's input on a handful of images, each family with the best of the one before.
 * @throws LensError when the model is no classifier of images, or the folder holds none
 */
export async function checkRecipe(
  model: OpenedModel,
  request: RecipeCheckRequest,
  options: JobOptions = {},
): Promise<RecipeCheck> {
  const dims = imageDims(model);
  const { images, labelling, labelFile } = checkImages(model, request);
  const trials = new Trials(model, images, options);
  const context = { dims, current: model.recipe, producer: model.file.raw.producer };
  const families: CandidateFamily[] = [];
  let chosen: Recipe = Object.assign({}, ...FAMILIES.map(({ fields }) => fields(model.recipe)));
  for (const family of FAMILIES) {
    const checked = await checkFamily(family, chosen);
    families.push(checked);
    chosen = { ...chosen, ...checked.candidates[0].fields };
    if (!('resizeShorter' in checked.candidates[0].fields) && family.id === 'framing')
      chosen = { ...chosen, resizeShorter: undefined };
  }
  const { preset: _preset, ...stated } = readSidecar(model.file.path);
  const labelled = images.filter(({ label }) => label !== null).length;
  return {
    model: request.model,
    folder: request.folder,
    images: images.length,
    labelled,
    labelling,
    families,
    recipe: { ...stated, ...chosen, ...(labelFile !== null && { labels: labelFile }) },
    ...verdictOf(families, images.length, labelled, labelFile),
  };

  async function checkFamily(family: Family, before: Recipe): Promise<CandidateFamily> {
    const complete = (fields: Recipe): CompleteRecipe =>
      completeRecipe({ ...before, resizeShorter: undefined, ...fields }, [], {
        dims,
        layout: model.recipe.layout,
      });
    const now = family.key(model.recipe);
    const usual = family.candidates(context);
    const isTold = family.isTold(model.recipe, context);
    const isCurrent = ({ fields }: RecipeCandidate): boolean => family.key(complete(fields)) === now;
    const all = usual.some(isCurrent)
      ? usual
      : [...usual, { label: 'as it is now', fields: family.fields(model.recipe), weight: 1 }];
    const tried = [];
    for (const candidate of all) {
      const current = isCurrent(candidate);
      tried.push({
        candidate: current && isTold ? { ...candidate, weight: STATED * candidate.weight } : candidate,
        trial: await trials.run(complete({ ...family.fields(complete(before)), ...candidate.fields })),
        isCurrent: current,
      });
    }
    const candidates: readonly CheckedCandidate[] = ranked(tried, images);
    return {
      id: family.id,
      label: family.label,
      passes: tried.reduce((sum, { trial }) => sum + trial.passes, 0),
      candidates,
    };
  }
}

function imageDims({ network, file }: OpenedModel): CandidateContext['dims'] {
  const { inputDims, logitsDims, link } = network.graph;
  const [channels, height, width] = inputDims;
  if (inputDims.length === 3 && sizeOf(logitsDims.slice(1)) === 1 && link !== 'identity')
    return [channels, height, width];
  throw new LensError({
    code: 'unsupported-model',
    what:
      inputDims.length === 3
        ? 'a recipe is checked by how sure and how right a classifier is, and this model is none'
        : 'a recipe says how images become the input, and this model takes none',
    where: file.path,
    next: 'Choose a classifier of images',
  });
}
