import * as vscode from 'vscode';
import type {
  ComparedImage,
  ComparisonDocument,
  ComparisonToPanel,
  ShownComparison,
} from '../../../protocol/comparison-panel';
import { LensError } from '../../../protocol/error';
import type { Services } from '../../services';
import { reach } from '../../workspace/milestones';
import type { DocumentStore } from '../document';
import { labelMapsOf, labelsOf } from './labels';
import { makeMaps, type MadeMaps } from './maps';
import type { ComparisonResults } from './results';
import { seriesOf } from './series';

/** Between two summaries of a running comparison at least so many times what one took. */
const restraint = 10;

/** Makes the maps of one image after the other, compares them, and enters what is done into document and results. */
export class ComparisonRun {
  /** The maps of the only image, where they came with it. */
  given: MadeMaps | null = null;

  constructor(
    private readonly store: Pick<DocumentStore<ComparisonDocument, ComparisonToPanel>, 'document' | 'change'>,
    private readonly results: ComparisonResults,
    private readonly services: Services,
  ) {}

  /** Those that are not done, with a summary of what is, now and then. */
  async all(signal: AbortSignal): Promise<void> {
    let next = 0;
    for (const index of this.store.document.images.keys()) {
      if (signal.aborted || this.store.document.images[index].state === 'done') continue;
      this.setImage(index, { state: 'running' });
      const image = await this.tried(index, signal);
      if (signal.aborted) return;
      this.setImage(index, image);
      const started = Date.now();
      if (started < next && index + 1 < this.store.document.images.length) continue;
      await this.summarise(signal);
      next = Date.now() + restraint * (Date.now() - started);
    }
    await this.summarise(signal);
  }

  private async tried(index: number, signal: AbortSignal): Promise<ComparedImage> {
    try {
      const shown = await this.one(index, signal);
      if (signal.aborted) return { state: 'waiting' };
      const image = this.results.add(index, shown);
      if (this.store.document.current === index) this.store.change({ shown: { state: 'done', value: shown } });
      return image;
    } catch (thrown) {
      const error = LensError.from(thrown).toReport();
      if (this.store.document.current === index && !signal.aborted)
        this.store.change({ shown: { state: 'error', error } });
      return { state: 'error', error };
    }
  }

  /** Maps of one image, made or given, and how alike they are. @throws LensError */
  async one(index: number, signal: AbortSignal): Promise<ShownComparison> {
    const { inputs, models, leftOut } = this.store.document;
    const { engine } = this.services;
    const series = seriesOf(this.store.document).filter(({ name }) => !leftOut.some((one) => one.name === name));
    const { maps, image, predictions, failed } =
      this.given ??
      (await makeMaps(this.services, vscode.Uri.parse(inputs[index].uri), series, this.store.document, signal));
    if (failed.length > 0) this.leaveOut(failed, maps.length);
    if (predictions.length > 0 && this.store.document.labels.length === 0)
      this.store.change({ labels: labelsOf(predictions[0]) });
    const comparison = await engine.call('maps.compare', { maps }, { signal });
    await reach('methodsCompared');
    return {
      comparison,
      maps: maps.map(({ map }) => map),
      image,
      predicted: predictions.length > 0 ? predictions.map(({ predictions: [best] }) => best?.label ?? '') : null,
      labelMaps: labelMapsOf(predictions, models),
      boxes: predictions[0]?.boxes ?? null,
    };
  }

  /**
   * Kinds of maps that fail from the beginning are left out while two remain; later all images must have the same.
   * @throws LensError
   */
  private leaveOut(failed: ComparisonDocument['leftOut'], remaining: number): void {
    const [{ name, error }] = failed;
    if (!this.results.isEmpty || remaining < 2) throw new LensError({ ...error, where: name });
    this.store.change({ leftOut: [...this.store.document.leftOut, ...failed] });
  }

  private async summarise(signal: AbortSignal): Promise<void> {
    const summary = await this.results.summary(this.services.engine);
    if (summary && !signal.aborted) this.store.change({ summary });
  }

  /** Says what became of an image. */
  setImage(index: number, image: ComparedImage): void {
    const images = this.store.document.images.map((old, at) => (at === index ? image : old));
    this.store.change({ images }, { kind: 'image', index, image });
  }
}
