import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import {
  emptyExplain,
  type Card,
  type ExplainDocument,
  type ExplainInput,
  type MethodChoice,
} from '../../../protocol/explain-document';
import { type ExplainToPanel } from '../../../protocol/explain-panel';
import { none } from '../../../protocol/loading';
import { modelTitle } from '../../../protocol/model-files';
import type { Services } from '../../services';
import { onlyMethod, pickerOf, saveChoices } from '../choices';
import { DocumentStore, surroundings } from '../document';
import type { Snapshot } from '../snapshot';
import { Cards } from './cards';
import { Explanation } from './explanation';
import { Inquiries } from './inquiries';
import { KeptThresholds } from './kept-thresholds';
import { ModelFacts } from './model-facts';
import { nearestOf, type NearestSearch } from './nearest';
import { askedOfItself, boxAt, type OpeningWay } from './opening';
import { ofItself, subjectOf, targetOfAll, type Subject } from './subject';

/** The Explain panel without its page: what is opened and chosen, and what follows from it. */
export class ExplainSession extends DocumentStore<ExplainDocument, ExplainToPanel> {
  readonly cards: Cards;
  readonly explanation: Explanation;
  readonly facts: ModelFacts;
  readonly thresholds = new KeptThresholds(this);
  private readonly inquiries: Inquiries;
  /** The results that were opened last, and their method. */
  private opened: Pick<OpeningWay, 'only' | 'evaluation'> = {};

  constructor(
    private readonly services: Services,
    private readonly snapshot: Snapshot<ExplainDocument>,
    post: (message: ExplainToPanel) => void,
    /** A card that was made elsewhere, by what it was made for. */
    made: (key: string) => Card | undefined = () => undefined,
  ) {
    super({ ...emptyExplain, ...surroundings() }, post);
    this.inquiries = new Inquiries(services, post);
    this.cards = new Cards(services.engine, this, this.inquiries, made);
    this.facts = new ModelFacts(services, this, this.inquiries);
    this.explanation = new Explanation(services, this, this.cards, this.facts, this.inquiries);
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
    // From one image of the results to the next, the methods stay that were chosen here meanwhile.
    const isSame = evaluation !== undefined && isDeepStrictEqual(this.opened, { only, evaluation });
    this.opened = { only, evaluation };
    if (only && !isSame && inputs.length > 0 && vscode.workspace.isTrusted) {
      const picker = this.document.methods.length > 0 ? this.document : await pickerOf(this.services, inputs[current]);
      this.change({ methods: picker.methods, choices: onlyMethod(picker.choices, only) });
    }
    this.change({
      inputs,
      current,
      model: model ? { uri: model.toString(), name: modelTitle(model.path), hash: null } : null,
      recipe: null,
      modelInputs: null,
      evaluation: evaluation ?? null,
    });
    const found = box && (async () => ({ ...ofItself, box: await boxAt(this.services, this.document, box) }));
    await this.explanation.start(found ?? askedOfItself(this.document));
  }

  /** Shows another image. @param keepTarget explains the same classes of it, where some were chosen */
  async select(index: number, keepTarget = false): Promise<void> {
    if (index === this.document.current || !this.document.inputs[index]) return;
    this.change({ current: index });
    // The further images of an embedding are held against the same references.
    const { references } = this.document;
    const of = keepTarget ? targetOfAll(this.document) : { ...askedOfItself(this.document), references };
    await this.explanation.start(of);
  }

  /**
   * Goes on from the image shown to one beside it, which the panel has from then on; stays at the ends.
   * @returns false where there is no other
   */
  async goBeside(inputs: readonly ExplainInput[], by: number): Promise<boolean> {
    const [shown] = this.document.inputs.slice(this.document.current);
    const at = inputs.findIndex(({ uri }) => uri === shown?.uri);
    if (at < 0 || inputs.length < 2) return false;
    this.change({ inputs: inputs.map((input, i) => (i === at ? shown : input)), current: at });
    await this.select(at + by);
    return true;
  }

  async useModel(model: vscode.Uri): Promise<void> {
    if (this.document.model?.uri === model.toString()) return;
    const choices = this.document.choices.map((choice) => ({ ...choice, layer: null }));
    this.change({
      model: { uri: model.toString(), name: modelTitle(model.path), hash: null },
      recipe: null,
      modelInputs: null,
      choices,
    });
    await this.explanation.start();
  }

  async choose(choices: readonly MethodChoice[], run: boolean): Promise<void> {
    this.cards.choose(choices);
    await saveChoices(this.services.context.workspaceState, choices);
    void this.inquiries.costs(await this.subject(), choices);
    if (run) await this.explanation.run();
  }

  /** The images of a folder that an embedding finds nearest to the one shown. */
  async showNearest(search: NearestSearch, inputsOf: (files: readonly vscode.Uri[]) => ExplainInput[]): Promise<void> {
    await this.ask('nearest', async (signal, tell) =>
      nearestOf(this.services, await this.subject(), search, { signal, tell, inputsOf }),
    );
  }

  /** Takes up what an earlier session left; what was at work then is started again. */
  async restore(document: ExplainDocument, inputs: readonly ExplainInput[]): Promise<void> {
    this.document = { ...emptyExplain, ...document, inputs, nearest: none, busy: false, ...surroundings() };
    if (!document.prediction && document.model) return this.explanation.start();
    if (!document.outdated) for (const card of document.cards) this.cards.remember(card);
    super.tellAll();
    if (document.prediction) this.services.status.showDevice(document.prediction.device);
    const subject = await this.subject();
    void this.inquiries.costs(subject, document.choices);
    const unfinished = document.cards.filter((card) => card.state === 'waiting' || card.state === 'running');
    if (unfinished.length) this.cards.start(subject);
  }

  /** The model or its recipe changed on disk: all that is shown is older, but for how the model is fed. */
  async modelChanged(): Promise<void> {
    if (await this.thresholds.wrote()) return;
    this.cards.outdateAll();
    this.change({ outdated: true });
    await this.facts.describe((await this.subject()).model);
  }

  /** Another explainer was learned: what shows the one of before is made anew, and others stay. */
  async explainerChanged(): Promise<void> {
    const learned = new Set(this.document.methods.filter(({ group }) => group === 'learned').map(({ id }) => id));
    this.cards.outdateMethods(learned);
    await this.inquiries.costs(await this.subject(), this.document.choices);
    if (this.document.cards.some((card) => learned.has(card.method))) await this.explanation.run();
  }

  override dispose(): void {
    super.dispose();
    this.cards.stop();
  }

  protected override keep(): void {
    this.snapshot.save(() => this.document);
  }

  private subject(): Promise<Subject> {
    return subjectOf(this.document, this.services.files);
  }
}
