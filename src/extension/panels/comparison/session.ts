import * as vscode from 'vscode';
import {
  emptyComparison,
  type ComparedBox,
  type ComparedImage,
  type ComparisonDocument,
  type ComparisonToPanel,
} from '../../../protocol/comparison-panel';
import { LensError } from '../../../protocol/error';
import type { MethodChoice } from '../../../protocol/explain-document';
import { none } from '../../../protocol/loading';
import type { BoxTarget } from '../../../protocol/task';
import type { Services } from '../../services';
import { requireTrust } from '../../workspace/trust';
import { DocumentStore, surroundings } from '../document';
import { summariesOf } from '../recipe';
import type { Snapshot } from '../snapshot';
import type { MadeMaps } from './maps';
import { comparedBox } from './box';
import { costsOf } from './costs';
import { ComparisonResults, type StoredResults } from './results';
import { ComparisonRun } from './run';
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

/**
 * The comparison panel without its page: images are explained and compared one after the other; what is done stays when
 * one stops.
 */
export class ComparisonSession extends DocumentStore<ComparisonDocument, ComparisonToPanel> {
  private readonly results = new ComparisonResults();
  private readonly comparing: ComparisonRun;

  constructor(
    private readonly services: Services,
    private readonly snapshot: Snapshot<StoredComparison>,
    post: (message: ComparisonToPanel) => void,
  ) {
    super({ ...emptyComparison, ...surroundings() }, post);
    this.comparing = new ComparisonRun(this, this.results, services);
  }

  /** Compares other images, models or methods, from the beginning; `given` are the maps of the only image. */
  async open(changes: Partial<Subject>, given: MadeMaps | null = null): Promise<void> {
    this.cancel();
    this.results.clear();
    this.comparing.given = given;
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
      await this.comparing.all(signal);
    } catch (thrown) {
      if (!signal.aborted) this.change({ error: LensError.from(thrown).toReport() });
    }
    if (!signal.aborted) this.change({ busy: false });
  }

  /** Stops; the image at work waits again. */
  cancel(): void {
    this.turns.end('run');
    const at = this.document.images.findIndex(({ state }) => state === 'running');
    if (at >= 0) this.comparing.setImage(at, { state: 'waiting' });
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
      const shown = await this.comparing.one(index, signal);
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
    if (!this.comparing.given && seriesOf(this.document).length < 2)
      throw need(
        vscode.l10n.t('One kind of map cannot be compared'),
        vscode.l10n.t('Choose at least two methods, or two models'),
      );
  }

  protected override keep(): void {
    this.snapshot.save(() => ({ document: this.document, results: this.results.stored() }));
  }
}
