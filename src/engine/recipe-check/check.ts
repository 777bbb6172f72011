import { basename } from 'node:path';
import { LensError } from '../../protocol/error';
import type { Recipe } from '../../protocol/recipe';
import type {
  CandidateFamily,
  CheckedCandidate,
  RecipeCheck,
  RecipeCheckPlan,
  RecipeCheckRequest,
} from '../../protocol/recipe-check';
import { readSidecar } from '../image/sidecar';
import type { OpenedModel } from '../model/opening';
import { refuseVaryingInputs } from '../model/varying-inputs';
import type { JobOptions } from '../session/execution';
import { sizeOf } from '../tensor/tensor';
import type { CandidateContext } from './candidate';
import { ranked } from './evidence';
import { completed, FAMILIES, membersOf, type Family } from './families';
import { checkImages } from './labelled-images';
import { Trials } from './trial';
import { verdictOf } from './verdict';

/** What the sidecar states, or the graph's own arithmetic says, is rather right. */
const STATED = 3;

/**
 * Tries the usual ways of making a model's input on a handful of images, each family with the best of the one before.
 * @param tell hears how many ways were tried
 * @throws LensError when the model is no classifier of images, or the folder holds none
 */
export async function checkRecipe(
  model: OpenedModel,
  request: RecipeCheckRequest,
  options: JobOptions = {},
  tell: (tried: number) => void = () => undefined,
): Promise<RecipeCheck> {
  const context = contextOf(model);
  const { images, names, labelling, labelFile } = await checkImages(model, request);
  const classes = new Set(images.flatMap(({ label }) => (label === null ? [] : [label])));
  const trials = new Trials(model, images, options);
  const families: CandidateFamily[] = [];
  const chosen = new Map(FAMILIES.map(({ id, fields }) => [id, fields(model.recipe)]));
  let count = 0;
  for (const family of FAMILIES) {
    const checked = await checkFamily(family);
    families.push(checked);
    chosen.set(family.id, checked.candidates[0].fields);
  }
  const { preset: _preset, resizeShorter: _shorter, ...stated } = readSidecar(model.file.path);
  const labelled = images.filter(({ label }) => label !== null).length;
  return {
    model: request.model,
    folder: request.folder,
    images: images.map(({ path, label }) => ({
      name: basename(path),
      label: label === null ? null : (names[label] ?? `class ${label}`),
    })),
    labelled,
    labelling,
    example: images[0].path,
    families,
    recipe: {
      ...stated,
      ...joined(chosen),
      ...(labelFile !== null && { labels: labelFile }),
    },
    ...verdictOf(families, images.length, labelled, labelFile),
  };

  async function checkFamily(family: Family): Promise<CandidateFamily> {
    const isTold = family.isTold(model.recipe, context);
    const tried = [];
    for (const { candidate, isCurrent } of membersOf(family, context)) {
      const recipe = completed(joined(new Map([...chosen, [family.id, candidate.fields]])), context);
      tried.push({
        candidate: isCurrent && isTold ? { ...candidate, weight: STATED * candidate.weight } : candidate,
        trial: await trials.run(recipe),
        isCurrent,
      });
      tell(++count);
    }
    // A mere guess gives way to what images of several classes say; of one class a network that is blind is right, too.
    const stays = isTold || family.keepsGuess || classes.size < 2;
    const candidates: readonly CheckedCandidate[] = ranked(tried, images, stays ? family.spared : null);
    return {
      id: family.id,
      label: family.label,
      passes: tried.reduce((sum, { trial }) => sum + trial.passes, 0),
      candidates,
    };
  }
}

/** What a check will take; nothing is run, and no image is decoded. @throws LensError as the check itself */
export async function planRecipeCheck(model: OpenedModel, request: RecipeCheckRequest): Promise<RecipeCheckPlan> {
  const context = contextOf(model);
  const { images, labelling } = await checkImages(model, request);
  const ways = FAMILIES.reduce((sum, family) => sum + membersOf(family, context).length, 0);
  return {
    folder: request.folder,
    images: images.length,
    labelled: images.filter(({ label }) => label !== null).length,
    classes: new Set(images.map(({ label }) => label).filter((label) => label !== null)).size,
    labelling,
    ways,
    passes: ways * images.length,
  };
}

const joined = (chosen: ReadonlyMap<CandidateFamily['id'], Recipe>): Recipe => Object.assign({}, ...chosen.values());

/** What candidates depend on. @throws LensError where the model is no classifier of images, or takes more than an image */
export function contextOf(model: OpenedModel): CandidateContext {
  refuseVaryingInputs(model, 'a recipe is checked');
  return { dims: imageDims(model), current: model.recipe, producer: model.file.raw.producer };
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
