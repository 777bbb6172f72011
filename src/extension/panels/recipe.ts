import * as vscode from 'vscode';
import type { ModelDescription } from '../../protocol/model';
import { distinctTitles } from '../../protocol/model-files';
import { preprocessingOf } from '../../protocol/preprocessing';
import type { LabelFile, RecipeSummary } from '../../protocol/recipe';
import type { Services } from '../services';
import { nameOf } from '../workspace/location';
import { readSidecar } from '../workspace/sidecar';

/** What the header of a page says of the recipe of a model that was described. */
export async function summaryOf(
  services: Services,
  model: vscode.Uri,
  description: ModelDescription,
): Promise<RecipeSummary> {
  const { recipe, logits, inputRange, takesVolumes } = description;
  // Estimates need no names.
  const named = logits.kind === 'regression' ? logits.classes : Math.min(recipe.labels.length, logits.classes);
  return {
    model: model.toString(),
    name: nameOf(model),
    preprocessing: inputRange || takesVolumes ? preprocessingOf(recipe) : null,
    ...(takesVolumes && { ofVolumes: true }),
    classes: logits.classes,
    named,
    labelFiles: await labelFilesOf(services, model, description),
    checkable: isCheckable(description),
  };
}

/** Whether there are labels, or how sure a model is, to tell recipes apart by. */
export const isCheckable = ({ inputRange, task }: ModelDescription): boolean =>
  inputRange !== undefined && ['classification', 'binary', 'multi-label'].includes(task.id);

/** Files beside a model that would name its classes; none where they have names. They are an offer: nothing waits for them or fails without. */
export async function labelFilesOf(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  model: vscode.Uri,
  { recipe, logits }: ModelDescription,
): Promise<readonly LabelFile[]> {
  if (recipe.labels.length === logits.classes || logits.kind === 'regression') return [];
  const path = await files.pathOf(model);
  return engine.call('model.labelFiles', { model: path, classes: logits.classes }).catch(() => []);
}

/** What headers say of several models; one that cannot be described has none. */
export async function summariesOf(
  services: Services,
  models: readonly vscode.Uri[],
): Promise<readonly RecipeSummary[]> {
  const summary = async (model: vscode.Uri): Promise<RecipeSummary[]> => {
    const description = await services.engine.call('model.describe', { model: await services.files.pathOf(model) });
    return [await summaryOf(services, model, description)];
  };
  const summaries = (await Promise.all(models.map((model) => summary(model).catch(() => [])))).flat();
  const names = distinctTitles(summaries.map(({ model }) => vscode.Uri.parse(model).path));
  return summaries.map((one, i) => ({ ...one, name: names[i] }));
}

/** Writes into a model's sidecar that a file beside it names its classes; what is shown of the model is made anew. */
export async function useLabels(
  { rewrites }: Pick<Services, 'rewrites'>,
  model: vscode.Uri,
  file: string,
): Promise<void> {
  await rewrites.write(model, { ...(await readSidecar(model)), labels: file });
}
