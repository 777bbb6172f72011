import type { Recipe } from '../../protocol/recipe';
import type { TaskDescription } from '../../protocol/task';
import { camLayer, type CamLayer } from '../graph/cam-layer';
import { sharedFeatures } from '../graph/shared-features';
import { logitsOf, type Logits } from '../graph/logits';
import type { Model } from '../graph/model';
import { prepareWithoutRunning } from '../graph/preparation';
import { readSidecar, sidecarPath } from '../image/sidecar';
import { readClassNames } from '../label';
import { logitsForTask, taskOf } from '../task';
import { BOXES, SCORES, type Detector } from '../task/detection/detector';
import type { Size } from '../task/detection/fitting';
import { usualInput } from '../task/detection/recognition';
import { detectedNames, namedClasses } from './detected-names';
import { detectorOutline, detectorScores } from './detector-outline';
import { factsOf, withFacts, type Facts } from './facts';
import type { ModelFile } from './model-file';
import { inputLayout } from './input-layout';
import { atSize } from './given-size';
import { statedOutputs } from './stated-outputs';
import { givenInputs, withGivenInputs, type GivenInput } from './stated-inputs';
import { unusedFields } from './unused-fields';
import { imageInput, modelInput, scoreOrder, takenDims, type ModelInput } from './model-input';

/** A prepared graph with the two ends between which it is explained: the image that goes in, the scores that come out. */
export interface ModelOutline {
  readonly model: Model;
  readonly input: ModelInput;
  readonly logits: Logits;
  readonly task: TaskDescription;
  /** Where the task is detection. */
  readonly detector?: Detector;
  /** The inputs beside the image. */
  readonly given: readonly GivenInput[];
}

/**
 * The outline of a model file without running anything: for structure, recipes and files nobody trusts.
 * @param given a recipe that is not saved yet; the sidecar by default
 */
export function modelOutline(file: ModelFile, given?: Recipe): ModelOutline {
  return outlineOf(file, prepareWithoutRunning(file.raw), given);
}

/** The outline of a file's prepared graph. */
export function outlineOf(file: ModelFile, prepared: Model, given = readSidecar(file.path)): ModelOutline {
  const beside = givenInputs(file, prepared, given);
  const open = withGivenInputs(prepared, beside);
  const facts = factsOf(file);
  const { order, dims } = inputLayout(open, imageInput(open), withFacts(given, facts).recipe);
  const model = atSize(open, imageInput(open), { layout: order, dims });
  const size: Size = [dims[1] ?? 0, dims[2] ?? 0];
  const seen = logitsOf(model, given.output, given.outputKind, scoreOrder(model, order));
  const task = taskOf({ model, logits: seen, size }, given.task);
  const { detector, note } = task.id === 'detection' ? detectorOutline(file, model, size, given) : {};
  const logits = detector ? detectorScores(seen, detector) : logitsForTask(seen, task);
  const input = inputOf(file, model, given, { logits, detector, facts });
  const unused = unusedFields(given, { layout: order, dims, task, models: [file.raw, model] });
  const notes = [...input.notes, ...(note === undefined ? [] : [`${note}.`]), ...unused];
  return {
    model,
    input: { ...input, notes },
    logits,
    task,
    ...(detector && { detector }),
    given: beside,
  };
}

/**
 * The outline of a model of several inputs for one of those beside the image: it is explained, and the image is given.
 * @param image the model's outline
 */
export function outlineBeside(
  file: ModelFile,
  prepared: Model,
  image: ModelOutline,
  name: string,
  recipe = readSidecar(file.path),
): ModelOutline {
  const { value, dims } = image.input;
  const taken = { name: value.name, dims: takenDims(image.input) };
  const model = withGivenInputs(prepared, image.given, { name, image: taken });
  const free = imageInput(model);
  const { order, dims: freeDims } = inputLayout(model, free, {});
  const size: Size = [dims[1] ?? 0, dims[2] ?? 0];
  const { detector } = image.detector ? detectorOutline(file, model, size, recipe) : {};
  return {
    ...image,
    model,
    input: { ...image.input, value: free, layout: order, dims: freeDims },
    ...(detector && { detector }),
  };
}

/** What is known of a model when its input is made out. */
interface KnownOfInput {
  readonly logits?: Pick<Logits, 'classes' | 'labels' | 'link' | 'holds'>;
  readonly detector?: Detector;
  /** What lies in the file and beside it, where it was read already. */
  readonly facts?: readonly Facts[];
}

/** The input of a file's graph, as its sidecar or the recipe given says. */
export function inputOf(
  file: ModelFile,
  model: Model,
  given = readSidecar(file.path),
  { logits, detector, facts = factsOf(file) }: KnownOfInput = {},
): ModelInput {
  // The names inside a file are its own; what lies beside it may be another model's.
  const known = logits?.labels && given.labels === undefined ? { ...given, labels: logits.labels } : given;
  const { labels } = withFacts(known, facts).recipe;
  const named = detector && labels === undefined ? detectedNames(file.raw, namedClasses(detector)) : undefined;
  const names = named ?? readClassNames(labels, sidecarPath(file.path), logits?.classes);
  const input = modelInput(model, known, names, { usual: detector && usualInput(detector.reading), facts });
  if (!logits) return input;
  const outputKind = given.outputKind ?? (logits.link === 'identity' ? 'values' : logits.holds);
  return {
    ...input,
    recipe: { ...input.recipe, outputKind, ...statedOutputs(given, input.recipe, logits.classes) },
  };
}

/** Where class activation maps look unless told otherwise. */
export const outlineLayer = ({ model, input, logits, detector, given }: ModelOutline): CamLayer | null =>
  (detector && sharedFeatures(detector.model, [BOXES, SCORES])) ??
  camLayer(model, logits.tensor, given.length > 0 ? input.value.name : undefined);
