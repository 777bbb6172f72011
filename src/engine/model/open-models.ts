import { statSync } from 'node:fs';
import { LensError } from '../../protocol/error';
import type { DeviceSettings } from '../../protocol/engine';
import type { Recipe } from '../../protocol/recipe';
import { readSidecar, sidecarPath } from '../image/sidecar';
import { explainerPath } from './explainer-file';
import { readModelFile, type ModelFile } from './model-file';
import { modelOutline } from './model-outline';
import { nearNames } from './nearby-models';
import { openModel, type OpenedModel } from './opening';
import { ownSize, type OwnSize } from './own-size';

/** Networks kept open at once; the one used longest ago is closed first. */
const MOST_OPEN = 3;

/** Between the path of a model and the size at which it is open, where its graph leaves that open. */
const AT_SIZE = '\0';
const isOf = (key: string, path: string): boolean => key === path || key.startsWith(`${path}${AT_SIZE}`);

interface Entry<T> {
  readonly stamp: string;
  readonly value: Promise<T>;
}

/** The models this process has opened, reopened when their files change. */
export class Models {
  private readonly files = new Map<string, Entry<ModelFile>>();
  private readonly models = new Map<string, Entry<OpenedModel>>();
  /** Of models that leave the size of their images open: that of the last image. */
  private readonly sizes = new Map<string, OwnSize | undefined>();
  /** Under recipes that are not saved. */
  private readonly trials = new Map<string, Entry<OpenedModel>>();

  constructor(private settings: DeviceSettings) {}

  /** The settings in force. */
  get chosen(): DeviceSettings {
    return this.settings;
  }

  /** Applies to models opened from now on; those open are closed. */
  async apply(settings: DeviceSettings): Promise<void> {
    const changed = settings.device !== this.settings.device || settings.threads !== this.settings.threads;
    this.settings = settings;
    if (!changed) return;
    await Promise.all([...this.models.keys()].map((key) => this.closeAt(key)));
    await Promise.all([...this.trials.keys()].map((path) => this.close(path)));
  }

  /** The file's structure; runs nothing native. */
  file(path: string): Promise<ModelFile> {
    return entryOf(this.files, path, stampOf(path), () => readModelFile(path)).value;
  }

  /**
   * The model, ready to run.
   * @param image which it is opened for: one that leaves the size of its images open has that of the last it was told
   */
  async open(path: string, image?: string): Promise<OpenedModel> {
    const stamp = [stampOf(path), stampOf(sidecarPath(path), ''), stampOf(explainerPath(path), '')].join(' ');
    if ([...this.models].some(([key, before]) => isOf(key, path) && before.stamp !== stamp)) await this.close(path);
    const file = await this.file(path);
    if (image !== undefined) this.sizes.set(path, await ownSize(file, image));
    const own = this.sizes.get(path);
    const key = own ? `${path}${AT_SIZE}${own.size.join()}` : path;
    const { value } = entryOf(this.models, key, stamp, () => openModel(file, { ...this.settings, own }));
    const [oldest] = this.models.keys();
    if (this.models.size > MOST_OPEN && oldest !== key) await this.closeAt(oldest);
    return value;
  }

  /**
   * The model under a recipe that is not saved. It is opened anew only where the recipe changes the graph; one such
   * network is kept.
   */
  async openTrial(path: string, recipe: Recipe): Promise<OpenedModel> {
    const file = await this.file(path);
    const key = graphKey(file, recipe);
    // The recipe on disk may name a file of labels that is not there.
    const saved = key === savedKey(file) ? await this.open(path).catch(() => undefined) : undefined;
    if (saved) return withRecipe(saved, recipe);
    const stamp = `${stampOf(path)} ${key}`;
    for (const [known, { stamp: old }] of this.trials)
      if (known !== path || old !== stamp) await this.closeTrial(known);
    const { value } = entryOf(this.trials, path, stamp, () => openModel(file, { ...this.settings, recipe }));
    return withRecipe(await value, recipe);
  }

  /** Frees a model's native memory. */
  async close(path: string): Promise<void> {
    this.files.delete(path);
    this.sizes.delete(path);
    const keys = [...this.models.keys()].filter((key) => isOf(key, path));
    await Promise.all([...keys.map((key) => this.closeAt(key)), this.closeTrial(path)]);
  }

  private async closeAt(key: string): Promise<void> {
    const entry = this.models.get(key);
    this.models.delete(key);
    await closed(entry);
  }

  private async closeTrial(path: string): Promise<void> {
    const entry = this.trials.get(path);
    this.trials.delete(path);
    await closed(entry);
  }
}

const closed = (entry: Entry<OpenedModel> | undefined): Promise<void> | undefined =>
  entry?.value.then((model) => model.network.close()).catch(() => undefined);

/** The fields of a recipe that the compiled network depends on; an imported whole runs for every recipe anew. */
const graphKey = (
  { external }: ModelFile,
  { layout, size, output, outputKind, task, detection, inputs, ...rest }: Recipe,
): string => JSON.stringify([layout, size, output, outputKind, task, detection, inputs, external && rest]);

/** That of the sidecar; undefined where it cannot be read. */
function savedKey(file: ModelFile): string | undefined {
  try {
    return graphKey(file, readSidecar(file.path));
  } catch {
    return undefined;
  }
}

/** An opened model that makes its input, and calls its classes, by another recipe. */
function withRecipe(model: OpenedModel, recipe: Recipe): OpenedModel {
  return model.file.external ? model : { ...model, recipe: modelOutline(model.file, recipe).input.recipe };
}

/** The entry of a path if its stamp still holds, else a new one; the latest used stands last. */
function entryOf<T>(entries: Map<string, Entry<T>>, path: string, stamp: string, make: () => Promise<T>): Entry<T> {
  const known = entries.get(path);
  const entry = known?.stamp === stamp ? known : { stamp, value: make() };
  entries.delete(path);
  entries.set(path, entry);
  entry.value.catch(() => entries.get(path) === entry && entries.delete(path));
  return entry;
}

/**
 * Size and time of a file: what tells that it was written again. @throws LensError `not-found` unless `otherwise` is
 * given
 */
function stampOf(path: string, otherwise?: string): string {
  try {
    const { size, mtimeMs } = statSync(path);
    return `${size} ${mtimeMs}`;
  } catch (error) {
    if (otherwise !== undefined) return otherwise;
    throw new LensError(
      { code: 'not-found', what: 'the model file cannot be read', where: path, next: nearNames(path) },
      { cause: error },
    );
  }
}
