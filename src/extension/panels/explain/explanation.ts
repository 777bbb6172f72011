import * as vscode from 'vscode';
import type { TargetChoice } from '../../../protocol/explain-document';
import { LensError } from '../../../protocol/error';
import { none } from '../../../protocol/loading';
import type { Services } from '../../services';
import { rememberImage } from '../../workspace/images';
import { reach } from '../../workspace/milestones';
import { requireTrust } from '../../workspace/trust';
import { pickerOf } from '../choices';
import type { Cards } from './cards';
import type { Inquiries } from './inquiries';
import type { ModelFacts } from './model-facts';
import type { ExplainStore } from './store';
import { ofItself, requestOf, subjectOf, targetChoiceOf, type Subject } from './subject';
import { withTruth } from './truth';

/** What is said of the image shown: the model predicts, and the chosen methods explain a target of it. */
export class Explanation {
  constructor(
    private readonly services: Services,
    private readonly store: ExplainStore,
    private readonly cards: Cards,
    private readonly facts: ModelFacts,
    private readonly inquiries: Inquiries,
  ) {}

  /** Predicts and runs the chosen methods, from the beginning. @param of a target, or what finds it in the image */
  async start(of: TargetChoice | (() => Promise<TargetChoice>) = ofItself): Promise<void> {
    const { store } = this;
    store.turns.endAll();
    const signal = store.turns.begin('explain');
    this.cards.stop();
    this.cards.outdateAll();
    store.change({
      prediction: null,
      layerOverview: null,
      nearest: none,
      cards: [],
      error: null,
      ...(typeof of === 'function' ? ofItself : of),
      outdated: false,
      busy: true,
      trusted: vscode.workspace.isTrusted,
    });
    try {
      requireTrust();
      if (typeof of === 'function') {
        const found = await of();
        if (signal.aborted) return;
        store.change(found);
      }
      const subject = await this.subject();
      if (store.document.methods.length === 0) store.change(await pickerOf(this.services, store.document.inputs[0]));
      if (signal.aborted) return;
      void this.facts.askInputs(subject.model, signal);
      const predicting = this.services.engine.call('input.predict', { model: subject.model, input: subject.input });
      // Its failure is handled where it is awaited; until then it must not count as unhandled.
      predicting.catch(() => undefined);
      await this.inquiries.costs(subject, store.document.choices);
      if (signal.aborted) return;
      this.cards.start(subject);
      const prediction = await predicting;
      if (signal.aborted) return;
      store.change({ prediction, inputs: withTruth(store.document, prediction), busy: false });
      void this.facts.describe(subject.model);
      void this.inquiries.device(subject.model);
      await reach('imageExplained');
      const { inputs, current } = store.document;
      await rememberImage(this.services.context.workspaceState, vscode.Uri.parse(inputs[current].uri));
    } catch (thrown) {
      if (signal.aborted) return;
      this.cards.stop();
      store.change({ error: LensError.from(thrown).toReport(), cards: [], busy: false });
    }
  }

  /** Runs the chosen methods whose cards are not up to date. */
  async run(): Promise<void> {
    const { error, prediction, busy, outdated } = this.store.document;
    // Of another recipe the same class is explained.
    if (outdated) return this.start(targetChoiceOf(this.store.document));
    if (error || (!prediction && !busy)) return this.start();
    this.cards.start(await this.subject());
  }

  /** Runs one card again, or everything for null. */
  async retry(card: string | null): Promise<void> {
    if (card === null) return this.start();
    this.cards.outdate(card);
    await this.run();
  }

  async retarget(of: TargetChoice): Promise<void> {
    this.store.turns.end('layerOverview');
    this.store.change({ ...ofItself, ...of, layerOverview: null });
    await this.run();
  }

  /** Compares the image with further ones. */
  async addReferences(files: readonly vscode.Uri[]): Promise<void> {
    const { files: known = [], measure = 'similarity' } = this.store.document.references ?? {};
    const all = [...new Set([...known, ...files.map(String)])];
    if (all.length > known.length) await this.retarget({ ...ofItself, references: { files: all, measure } });
  }

  /** A CAM at every stage, for choosing a layer by sight. */
  async showLayers(): Promise<void> {
    const signal = this.store.turns.begin('layerOverview');
    const layerOverview = await this.services.engine.call('input.layerOverview', requestOf(await this.subject()));
    if (!signal.aborted) this.store.change({ layerOverview });
  }

  private subject(): Promise<Subject> {
    return subjectOf(this.store.document, this.services.files);
  }
}
