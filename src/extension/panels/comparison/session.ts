import * as vscode from 'vscode';
import {
  emptyComparison,
  type ComparedBox,
  type ComparedImage,
  type ComparisonDocument,
  type ComparisonToPanel,
  type ShownComparison,
} from '../../../protocol/comparison-panel';
import { LensError } from '../../../protocol/error';
import type { MethodChoice } from '../../../protocol/explain-document';
import { none } from '../../../protocol/loading';
import type { BoxTarget } from '../../../protocol/task';
import type { Services } from '../../services';
import { requireTrust } from '../../workspace/trust';
import { reach } from '../../workspace/milestones';
import { DocumentStore, surroundings } from '../document';
import { summariesOf } from '../recipe';
import type { Snapshot } from '../snapshot';
import { makeMaps, type MadeMaps } from './maps';
import { comparedBox } from './box';
import { costsOf } from './costs';
import { labelMapsOf, labelsOf } from './labels';
import { ComparisonResults, type StoredResults } from './results';
import { seriesOf } from './series';

/** The document with what its summary was made from. */
export interface StoredComparison {
  readonly document: ComparisonDocument;
  readonly results: StoredResults;
}

/** What is compared. */
type Subject = Pick<
  ComparisonDocument,
  'inputs' | 'models' | 'methods' | 'choices' | 'pending' | 'target' | 'box' | 'labels'
>;

/** Between two summaries of a running comparison at least so many times what one took. */
const restraint = 10;

/**
 * The comparison panel without its page: images are explained and compared one after the other; what is done stays when
 * one stops.
 */
export class ComparisonSession extends DocumentStore<ComparisonDocument, ComparisonToPanel> {
  private readonly results = new ComparisonResults();
  private given: MadeMaps | null = null;

  constructor(
    private readonly services: Services,
    private readonly snapshot: Snapshot<StoredComparison>,
    post: (message: ComparisonToPanel) => void,
  ) {
    super({ ...emptyComparison, ...surroundings() }, post);
  }

  /** Compares other images, models or methods, from the beginning; `given` are the maps of the only image. */
  async open(changes: Partial<Subject>, given: MadeMaps | null = null): Promise<void> {
    this.cancel();
    this.results.clear();
    this.given = given;
    const { pending } = this.document;
    const { inputs } = { ...this.document, ...changes };
    const images = inputs.map((): ComparedImage => ({ state: 'waiting' }));
    const first = inputs.length === 1 ? 0 : null;
    const current = changes.inputs ? first : this.document.current;
    this.change({
      // A box belongs to its image, and to the model that has it.
      ...((changes.inputs || changes.models) && { box: null }),
      // Whoever begins anew by hand means what is ticked; a model that was written does not.
      ...(pending && Object.keys(changes).length > 0 && { choices: pending, pending: null }),
      ...changes,
      images,
      current,
      shown: { state: 'none' },
      summary: null,
      leftOut: [],
      error: null,
      trusted: vscode.workspace.isTrusted,
    });
    void this.readRecipes();
    void this.askCosts();
    await this.goOn();
  }

  /** Explains a box of the only image, as the first model has it. */
  async chooseBox(target: BoxTarget): Promise<void> {
    const box = await this.boxOf(target, this.document);
    if (box) await this.open({ target: null, box });
  }

  /** A box of the first model with its place in the image; null where no one image is compared. */
  async boxOf(
    target: BoxTarget,
    { inputs, models, labels }: Pick<Subject, 'inputs' | 'models' | 'labels'>,
  ): Promise<ComparedBox | null> {
    if (inputs.length !== 1 || models.length === 0) return null;
    const { engine, files } = this.services;
    const [model, input] = await Promise.all(
      [models[0].uri, inputs[0].uri].map((uri) => files.pathOf(vscode.Uri.parse(uri))),
    );
    return comparedBox(engine, { model, input, target, label: labels[target.index] ?? String(target.index) });
  }

  /** Other methods: they wait for Run, so that ticking several computes nothing in between. */
  choose(choices: readonly MethodChoice[]): void {
    const same = JSON.stringify(choices) === JSON.stringify(this.document.choices);
    this.change({ pending: same ? null : choices });
    void this.askCosts();
  }

  /** Compares by the methods that wait, or else goes on with the images that are not done. */
  async run(): Promise<void> {
    const { pending } = this.document;
    await (pending ? this.open({ choices: pending, pending: null }) : this.goOn());
  }

  private async goOn(): Promise<void> {
    this.cancel();
    const signal = this.turns.begin('run');
    try {
      this.check();
      this.change({ busy: true, error: null, trusted: vscode.workspace.isTrusted });
      await this.compareAll(signal);
    } catch (thrown) {
      if (!signal.aborted) this.change({ error: LensError.from(thrown).toReport() });
    }
    if (!signal.aborted) this.change({ busy: false });
  }

  /** Stops; the image at work waits again. */
  cancel(): void {
    this.turns.end('run');
    const at = this.document.images.findIndex(({ state }) => state === 'running');
    if (at >= 0) this.setImage(at, { state: 'waiting' });
    if (this.document.busy) this.change({ busy: false });
  }

  /** Shows one image, made again if its maps are not kept, or all together. */
  async select(index: number | null): Promise<void> {
    const image = index === null ? undefined : this.document.images[index];
    const known = index === null ? undefined : this.results.of(index);
    this.turns.end('shown');
    this.change({
      current: index,
      shown: known ? { state: 'done', value: known } : image?.state === 'error' ? image : none,
    });
    if (index === null || known || image?.state !== 'done') return;
    await this.ask('shown', async (signal) => {
      const shown = await this.compare(index, signal);
      this.results.keep(index, shown);
      return shown;
    });
  }

  /** A model or a sidecar changed on disk: what was compared is about the old one. */
  async modelChanged(uri: vscode.Uri): Promise<void> {
    if (this.document.models.some((model) => model.uri === uri.toString())) await this.open({});
  }

  /** Takes up what an earlier session left, and goes on with it. */
  async restore({ document, results }: StoredComparison, inputs: ComparisonDocument['inputs']): Promise<void> {
    this.results.restore(results);
    const images = document.images.map((image): ComparedImage =>
      image.state === 'running' ? { state: 'waiting' } : image,
    );
    this.change({
      ...document,
      inputs,
      images,
      busy: false,
      ...surroundings(),
    });
    if (images.some(({ state }) => state === 'waiting') && document.busy) await this.goOn();
  }

  /** The header's; no map waits for them. */
  private async readRecipes(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const signal = this.turns.begin('recipes');
    const models = this.document.models.map(({ uri }) => vscode.Uri.parse(uri));
    const recipes = await summariesOf(this.services, models);
    if (!signal.aborted) this.change({ recipes });
  }

  /** Before maps are made; none waits for it. */
  private async askCosts(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const signal = this.turns.begin('costs');
    const costs = await costsOf(this.services, this.document).catch(() => []);
    if (!signal.aborted) this.change({ costs });
  }

  private check(): void {
    requireTrust();
    const { inputs, models } = this.document;
    const need = (what: string, next: string): LensError => new LensError({ code: 'invalid-argument', what, next });
    if (inputs.length === 0)
      throw need(vscode.l10n.t('There is nothing to compare yet'), vscode.l10n.t('Choose images or a folder'));
    if (models.length === 0)
      throw need(vscode.l10n.t('No model was chosen'), vscode.l10n.t('Choose one or several models'));
    if (!this.given && seriesOf(this.document).length < 2)
      throw need(
        vscode.l10n.t('One kind of map cannot be compared'),
        vscode.l10n.t('Choose at least two methods, or two models'),
      );
  }

  private async compareAll(signal: AbortSignal): Promise<void> {
    let next = 0;
    for (const index of this.document.images.keys()) {
      if (signal.aborted || this.document.images[index].state === 'done') continue;
      this.setImage(index, { state: 'running' });
      const image = await this.tried(index, signal);
      if (signal.aborted) return;
      this.setImage(index, image);
      const started = Date.now();
      if (started < next && index + 1 < this.document.images.length) continue;
      await this.summarise(signal);
      next = Date.now() + restraint * (Date.now() - started);
    }
    await this.summarise(signal);
  }

  private async tried(index: number, signal: AbortSignal): Promise<ComparedImage> {
    try {
      const shown = await this.compare(index, signal);
      if (signal.aborted) return { state: 'waiting' };
      const image = this.results.add(index, shown);
      if (this.document.current === index) this.change({ shown: { state: 'done', value: shown } });
      return image;
    } catch (thrown) {
      const error = LensError.from(thrown).toReport();
      if (this.document.current === index && !signal.aborted) this.change({ shown: { state: 'error', error } });
      return { state: 'error', error };
    }
  }

  private async compare(index: number, signal: AbortSignal): Promise<ShownComparison> {
    const { inputs, models, leftOut } = this.document;
    const { engine } = this.services;
    const series = seriesOf(this.document).filter(({ name }) => !leftOut.some((one) => one.name === name));
    const { maps, image, predictions, failed } =
      this.given ?? (await makeMaps(this.services, vscode.Uri.parse(inputs[index].uri), series, this.document, signal));
    if (failed.length > 0) this.leaveOut(failed, maps.length);
    if (predictions.length > 0 && this.document.labels.length === 0) this.change({ labels: labelsOf(predictions[0]) });
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
    this.change({ leftOut: [...this.document.leftOut, ...failed] });
  }

  private async summarise(signal: AbortSignal): Promise<void> {
    const summary = await this.results.summary(this.services.engine);
    if (summary && !signal.aborted) this.change({ summary });
  }

  private setImage(index: number, image: ComparedImage): void {
    const images = this.document.images.map((old, at) => (at === index ? image : old));
    this.change({ images }, { kind: 'image', index, image });
  }

  protected override keep(): void {
    this.snapshot.save(() => ({ document: this.document, results: this.results.stored() }));
  }
}
