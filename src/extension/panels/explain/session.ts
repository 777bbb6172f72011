import * as vscode from 'vscode';
import { cardIdOf, cardsChosen, withCard } from '../../../protocol/cards';
import type { MethodRequest } from '../../../protocol/explain';
import {
  emptyExplain,
  type Card,
  type ExplainDocument,
  type ExplainInput,
  type ExplainToPanel,
  type MethodChoice,
  type ModelInputs,
  type TargetChoice,
} from '../../../protocol/explain-panel';
import { LensError } from '../../../protocol/error';
import type { AskedClass, EvaluatedResults } from '../../../protocol/map-verdict';
import { none } from '../../../protocol/loading';
import type { BoxExample } from '../../../protocol/judgement';
import type { BoxTarget } from '../../../protocol/task';
import type { Services } from '../../services';
import { nameOf } from '../../workspace/location';
import { rememberImage } from '../../workspace/images';
import { reach } from '../../workspace/milestones';
import { readSidecar } from '../../workspace/sidecar';
import { requireTrust } from '../../workspace/trust';
import { DocumentStore, surroundings } from '../document';
import { summaryOf } from '../recipe';
import type { Snapshot } from '../snapshot';
import { onlyMethod, pickerOf, requestsOf, runKey, saveChoices, type CardRequest } from '../choices';
import { Inquiries } from './inquiries';
import { KeptThresholds } from './kept-thresholds';
import { nearestOf } from './nearest';
import { Runs } from './runs';
import { Shelf } from './shelf';
import { ofItself, requestOf, subjectOf, targetChoiceOf, targetOfAll, type Subject } from './subject';
import { withTruth } from './truth';

/** How inputs are opened. */
export interface OpeningWay {
  /** The input looked at first. */
  readonly current?: number;
  /** The true classes of the inputs, null where they are not known. */
  readonly truths?: readonly (string | null)[];
  /** The one method to run, as it is set up; those chosen last by default. */
  readonly only?: MethodRequest;
  /** What the results explain of the inputs, null where it is the predicted class. */
  readonly asked?: readonly (AskedClass | null)[];
  /** The results that they come from. */
  readonly evaluation?: EvaluatedResults;
  /** A box of the input looked at first, in pixels of the image: what is explained of it. */
  readonly box?: Pick<BoxExample, 'index' | 'corners'>;
}

/** The Explain panel without its page: what is shown, what runs, and how one follows from the other. */
export class ExplainSession extends DocumentStore<ExplainDocument, ExplainToPanel> {
  private readonly runs: Runs;
  private readonly inquiries: Inquiries;
  /** What each finished card was computed for; a card whose key still holds is not computed again. */
  private readonly keys = new Map<string, string>();
  private readonly shelf = new Shelf();
  private readonly thresholds = new KeptThresholds();

  constructor(
    private readonly services: Services,
    private readonly snapshot: Snapshot<ExplainDocument>,
    post: (message: ExplainToPanel) => void,
    /** A card that was made elsewhere, by what it was made for. */
    private readonly made: (key: string) => Card | undefined = () => undefined,
  ) {
    super({ ...emptyExplain, ...surroundings() }, post);
    this.inquiries = new Inquiries(services, post);
    this.runs = new Runs(services.engine, (card) => this.show(card));
  }

  override tellAll(): void {
    super.tellAll();
    this.inquiries.tell();
  }

  /** Explains one of `inputs`, by default the first, with `model`, running the chosen methods. */
  async open(
    inputs: readonly ExplainInput[],
    model: vscode.Uri | undefined,
    { current = 0, only, box, evaluation }: OpeningWay = {},
  ): Promise<void> {
    if (only && inputs.length > 0 && vscode.workspace.isTrusted) {
      const picker = this.document.methods.length > 0 ? this.document : await pickerOf(this.services, inputs[current]);
      this.change({ methods: picker.methods, choices: onlyMethod(picker.choices, only) });
    }
    this.change({
      inputs,
      current,
      model: model ? { uri: model.toString(), name: nameOf(model), hash: null } : null,
      recipe: null,
      modelInputs: null,
      evaluation: evaluation ?? null,
    });
    await this.explain(box ? { ...ofItself, box: await this.boxAt(box) } : this.askedOfItself());
  }

  /** Shows another image. @param keepTarget explains the same classes of it, where some were chosen */
  async select(index: number, keepTarget = false): Promise<void> {
    if (index === this.document.current || !this.document.inputs[index]) return;
    this.change({ current: index });
    // The further images of an embedding are held against the same references.
    const { references } = this.document;
    await this.explain(keepTarget ? targetOfAll(this.document) : { ...this.askedOfItself(), references });
  }

  /** What is explained of the input unless something else is chosen: as the evaluation does that it comes from. */
  private askedOfItself(): TargetChoice {
    const { inputs, current } = this.document;
    return { ...ofItself, ...inputs[current]?.asked };
  }

  async useModel(model: vscode.Uri): Promise<void> {
    if (this.document.model?.uri === model.toString()) return;
    const choices = this.document.choices.map((choice) => ({ ...choice, layer: null }));
    this.change({
      model: { uri: model.toString(), name: nameOf(model), hash: null },
      recipe: null,
      modelInputs: null,
      choices,
    });
    await this.explain();
  }

  /** Predicts and runs the chosen methods, from the beginning. */
  async explain(of: TargetChoice = ofItself): Promise<void> {
    this.turns.endAll();
    const signal = this.turns.begin('explain');
    this.runs.dropAll();
    this.keys.clear();
    this.shelf.clear();
    this.change({
      prediction: null,
      layerOverview: null,
      nearest: none,
      cards: [],
      error: null,
      ...of,
      outdated: false,
      busy: true,
      trusted: vscode.workspace.isTrusted,
    });
    try {
      requireTrust();
      const subject = await subjectOf(this.document, this.services.files);
      if (this.document.methods.length === 0) this.change(await pickerOf(this.services, this.document.inputs[0]));
      if (signal.aborted) return;
      void this.askInputs(subject.model, signal);
      const predicting = this.services.engine.call('input.predict', { model: subject.model, input: subject.input });
      // Its failure is handled where it is awaited; until then it must not count as unhandled.
      predicting.catch(() => undefined);
      await this.inquiries.costs(subject, this.document.choices);
      if (signal.aborted) return;
      this.run(subject);
      const prediction = await predicting;
      if (signal.aborted) return;
      this.change({ prediction, inputs: withTruth(this.document, prediction), busy: false });
      void this.describe(subject.model, this.turns.begin('describe'));
      void this.inquiries.device(subject.model);
      await reach('imageExplained');
      await rememberImage(
        this.services.context.workspaceState,
        vscode.Uri.parse(this.document.inputs[this.document.current].uri),
      );
    } catch (thrown) {
      if (signal.aborted) return;
      this.runs.dropAll();
      this.change({ error: LensError.from(thrown).toReport(), cards: [], busy: false });
    }
  }

  /** Runs the chosen methods whose cards are not up to date. */
  async runChosen(): Promise<void> {
    const { error, prediction, busy, outdated } = this.document;
    // Of another recipe the same class is explained.
    if (outdated) return this.explain(targetChoiceOf(this.document));
    if (error || (!prediction && !busy)) return this.explain();
    this.run(await subjectOf(this.document, this.services.files));
  }

  /** Runs one card again, or everything for null. */
  async retry(card: string | null): Promise<void> {
    if (card === null) return this.explain();
    this.keys.delete(card);
    await this.runChosen();
  }

  cancel(card: string | null): void {
    this.runs.cancel(card);
  }

  async retarget(of: TargetChoice): Promise<void> {
    this.turns.end('layerOverview');
    this.change({ ...ofItself, ...of, layerOverview: null });
    await this.runChosen();
  }

  /** Compares the image with further ones. */
  async addReferences(files: readonly vscode.Uri[]): Promise<void> {
    const { files: known = [], measure = 'similarity' } = this.document.references ?? {};
    const all = [...new Set([...known, ...files.map(String)])];
    if (all.length > known.length) await this.retarget({ ...ofItself, references: { files: all, measure } });
  }

  /** The images of a folder that an embedding finds nearest to the one shown. */
  async showNearest(folder: vscode.Uri, inputsOf: (files: readonly vscode.Uri[]) => ExplainInput[]): Promise<void> {
    await this.ask('nearest', async (signal, tell) =>
      nearestOf(this.services, await subjectOf(this.document, this.services.files), folder, { signal, tell, inputsOf }),
    );
  }

  /** A CAM at every stage, for choosing a layer by sight. */
  async showLayers(): Promise<void> {
    const signal = this.turns.begin('layerOverview');
    const subject = await subjectOf(this.document, this.services.files);
    const layerOverview = await this.services.engine.call('input.layerOverview', requestOf(subject));
    if (!signal.aborted) this.change({ layerOverview });
  }

  async choose(choices: readonly MethodChoice[], run: boolean): Promise<void> {
    const cards = cardsChosen(this.document.cards, choices);
    for (const card of this.document.cards) if (!cards.includes(card)) this.putAway(card);
    this.change({ choices, cards }, null);
    this.bringBack();
    await saveChoices(this.services.context.workspaceState, choices);
    void this.inquiries.costs(await subjectOf(this.document, this.services.files), choices);
    if (run) await this.runChosen();
  }

  /** Takes up what an earlier session left; what was at work then is started again. */
  async restore(document: ExplainDocument, inputs: readonly ExplainInput[]): Promise<void> {
    this.document = { ...emptyExplain, ...document, inputs, nearest: none, busy: false, ...surroundings() };
    if (!document.prediction && document.model) return this.explain();
    if (!document.outdated) for (const card of document.cards) this.remember(card);
    super.tellAll();
    if (document.prediction) this.services.status.showDevice(document.prediction.device);
    const subject = await subjectOf(this.document, this.services.files);
    void this.inquiries.costs(subject, document.choices);
    const unfinished = document.cards.filter((card) => card.state === 'waiting' || card.state === 'running');
    if (unfinished.length) this.run(subject);
  }

  /** The model or its recipe changed on disk: all that is shown is older, but for how the model is fed. */
  async modelChanged(): Promise<void> {
    const uri = this.document.model?.uri;
    if (uri !== undefined && (await this.thresholds.wrote(vscode.Uri.parse(uri)))) return;
    this.keys.clear();
    this.shelf.clear();
    this.change({ outdated: true });
    const { model } = await subjectOf(this.document, this.services.files);
    await this.describe(model, this.turns.begin('describe'));
  }

  /** Another explainer was learned: what shows the one of before is made anew, and others stay. */
  async explainerChanged(): Promise<void> {
    const learned = new Set(this.document.methods.filter(({ group }) => group === 'learned').map(({ id }) => id));
    this.shelf.clear();
    for (const card of this.document.cards) if (learned.has(card.method)) this.keys.delete(cardIdOf(card));
    await this.inquiries.costs(await subjectOf(this.document, this.services.files), this.document.choices);
    if (this.document.cards.some((card) => learned.has(card.method))) await this.runChosen();
  }

  override dispose(): void {
    super.dispose();
    this.runs.dropAll();
  }

  private run(subject: Subject): void {
    this.bringBack();
    const chosen = this.document.choices.filter(({ selected }) => selected).flatMap(requestsOf);
    const due = chosen.filter((one) => !this.isCurrent(one));
    for (const { key, request } of due) this.keys.set(cardIdOf(key), runKey(this.document, request));
    this.runs.start(due.map(({ key, request }) => ({ key, subject, request, cost: this.inquiries.costOf(key) })));
  }

  /** Its card is done and was not stopped before, or at work, with exactly what is chosen now. */
  private isCurrent({ key, request }: CardRequest): boolean {
    const id = cardIdOf(key);
    const card = this.document.cards.find((one) => cardIdOf(one) === id);
    const whole = card?.state === 'done' && !card.result.stopped;
    return (
      (whole || card?.state === 'running' || card?.state === 'waiting') &&
      this.keys.get(id) === runKey(this.document, request)
    );
  }

  /** What is at work is stopped; what is finished can come back. */
  private putAway(card: Card): void {
    const id = cardIdOf(card);
    this.runs.drop(id);
    const key = this.keys.get(id);
    if (card.state === 'done' && key !== undefined) this.shelf.put(key, card);
    this.keys.delete(id);
  }

  /** Shows again what was taken away or made elsewhere, where the very same is chosen. */
  private bringBack(): void {
    const chosen = this.document.choices.filter(({ selected }) => selected).flatMap(requestsOf);
    for (const one of chosen) {
      const key = runKey(this.document, one.request);
      const card = this.isCurrent(one) ? undefined : (this.shelf.take(key) ?? this.made(key));
      if (!card) continue;
      this.keys.set(cardIdOf(one.key), key);
      this.show(card);
    }
  }

  private show(card: Card): void {
    this.change({ cards: withCard(this.document, card) }, { kind: 'card', card });
  }

  protected override keep(): void {
    this.snapshot.save(() => this.document);
  }

  private remember(card: Card): void {
    const id = cardIdOf(card);
    const found = this.document.choices.flatMap(requestsOf).find(({ key }) => cardIdOf(key) === id);
    if (found && card.state === 'done') this.keys.set(id, runKey(this.document, found.request));
  }

  /** A place of the image as a target; null where it cannot be found, of which explaining then tells. */
  private async boxAt(box: Pick<BoxExample, 'index' | 'corners'>): Promise<BoxTarget | null> {
    try {
      const { model, input } = await subjectOf(this.document, this.services.files);
      return await this.services.engine.call('input.boxAt', { model, input, ...box });
    } catch {
      return null;
    }
  }

  /** Writes down what the inputs beside the image are; the model is then opened anew. */
  async stateInputs(inputs: ModelInputs['stated']): Promise<void> {
    if (!this.document.model) return;
    const model = vscode.Uri.parse(this.document.model.uri);
    await this.services.rewrites.write(model, { ...(await readSidecar(model)), inputs });
  }

  /** Writes down from which probability on labels count as given, on which nothing that is shown depends. */
  async keepThresholds(thresholds: readonly number[]): Promise<void> {
    const { model, prediction } = this.document;
    if (!model || !prediction) return;
    await this.thresholds.write(vscode.Uri.parse(model.uri), thresholds);
    const predictions = prediction.predictions.map((label) => ({ ...label, threshold: thresholds[label.index] }));
    this.change({ prediction: { ...prediction, predictions } });
  }

  /** What there is to state; the maps do not wait for it. */
  private async askInputs(path: string, signal: AbortSignal): Promise<void> {
    const modelInputs = await this.inquiries.inputs(path, this.document.model);
    if (!signal.aborted) this.change({ modelInputs });
  }

  /** Layers and hash; the maps do not wait for them. */
  private async describe(path: string, signal: AbortSignal): Promise<void> {
    const description = await this.inquiries.describe(path);
    const { model } = this.document;
    if (!description || !model || signal.aborted) return;
    this.change({
      task: description.task,
      layers: description.layers,
      inputRange: description.inputRange ?? null,
      model: { ...model, hash: description.hash },
    });
    const recipe = await summaryOf(this.services, vscode.Uri.parse(model.uri), description);
    if (!signal.aborted) this.change({ recipe });
  }
}
