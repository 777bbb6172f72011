import type { Recipe } from '../../protocol/recipe';
import type { TaskDescription } from '../../protocol/task';
import { logitsOf, type Logits } from '../graph/logits';
import type { Model } from '../graph/model';
import { prepareWithoutRunning } from '../graph/preparation';
import { readSidecar, sidecarPath } from '../image/sidecar';
import { readClassNames } from '../label';
import { logitsForTask, taskOf } from '../task';
import type { ModelFile } from './model-file';
import { inputLayout } from './input-layout';
import { imageInput, modelInput, scoreOrder, type ModelInput } from './model-input';

/** A prepared graph with the two ends between which it is explained: the image that goes in, the scores that come out. */
export interface ModelOutline {
  readonly model: Model;
  readonly input: ModelInput;
  readonly logits: Logits;
  readonly task: TaskDescription;
}

/**
 * The outline of a model file without running anything: for structure, recipes and files nobody trusts.
 * @param given a recipe that is not saved yet; the sidecar by default
 */
export function modelOutline(file: ModelFile, given?: Recipe): ModelOutline {
  return outlineOf(file, prepareWithoutRunning(file.raw), given);
}

/** The outline of a file's prepared graph. */
export function outlineOf(file: ModelFile, model: Model, given = readSidecar(file.path)): ModelOutline {
  const { order, dims } = inputLayout(model, imageInput(model), given);
  const seen = logitsOf(model, given.output, given.outputKind, scoreOrder(model, order));
  const task = taskOf({ model, logits: seen, size: [dims[1] ?? 0, dims[2] ?? 0] }, given.task);
  const logits = logitsForTask(seen, task);
  return { model, input: inputOf(file, model, given, logits), logits, task };
}

/**
 * The input of a file's graph, as its sidecar or the recipe given says.
 * @param logits what is known of the scores
 */
export function inputOf(
  file: ModelFile,
  model: Model,
  given = readSidecar(file.path),
  logits?: Pick<Logits, 'classes' | 'labels' | 'link' | 'holds'>,
): ModelInput {
  const labels = given.labels ?? logits?.labels;
  const input = modelInput(model, given, readClassNames(labels, sidecarPath(file.path), logits?.classes));
  if (!logits || given.outputKind) return input;
  const outputKind = logits.link === 'identity' ? 'values' : logits.holds;
  return { ...input, recipe: { ...input.recipe, outputKind } };
}
