import * as vscode from 'vscode';
import {
  emptyEvaluation,
  type EvaluationDocument,
  type EvaluationMemo,
  type EvaluationSetup,
  type EvaluationToPanel,
} from '../../../protocol/evaluation-panel';
import { LensError } from '../../../protocol/error';
import type { Services } from '../../services';
import { nameOf } from '../../workspace/location';
import { requireTrust } from '../../workspace/trust';
import { DocumentStore, surroundings } from '../document';
import { setupOfResults } from './agreement';
import { OfferedModels } from './offered-models';
import { Outlook } from './outlook';
import { Questions } from './questions';
import { Remarks } from './remarks';
import { Results } from './results';
import { EvaluationRuns } from './runs';
import { defaultSetup, registriesOf, setupOfSuite } from './setup';
import { folderOf, type EvaluationSubject } from './subject';

const rememberedSetup = 'evaluation.setup';

/** The Evaluation panel without its page: what is opened and chosen, and what follows from it. */
export class EvaluationSession extends DocumentStore<EvaluationDocument, EvaluationToPanel> {
  readonly remarks: Remarks;
  readonly results: Results;
  readonly runs: EvaluationRuns;
  readonly models: OfferedModels;
  readonly outlook: Outlook;
  readonly questions: Questions;
  private subject: EvaluationSubject = {};

  constructor(
    private readonly services: Services,
    post: (message: EvaluationToPanel) => void,
    /** Makes the address below which the page may load images of a folder. */
    private readonly addressOf: (folder: vscode.Uri) => string,
    /**
     * When the page is there; what it does not show first is looked up after that, since it would take CPU time
     * from loading it.
     */
    private readonly loaded: Promise<void> = Promise.resolve(),
  ) {
    super({ ...emptyEvaluation, ...surroundings() }, post);
    this.remarks = new Remarks(services.verdicts, this);
    this.results = new Results(services.engine, this, this.remarks);
    this.runs = new EvaluationRuns(services, this, this.results);
    this.models = new OfferedModels(services, this, this.results);
    this.outlook = new Outlook(services.engine, this, this.runs);
    this.questions = new Questions(services.engine, this);
  }

  /** Shows a folder: what would be evaluated, and the results there are. */
  async open(subject: EvaluationSubject): Promise<void> {
    this.subject = subject;
    this.change({ error: null, opening: true, ...surroundings() });
    try {
      requireTrust();
      const { engine, context, models } = this.services;
      const registries = await registriesOf(engine);
      const suite = subject.suite && (await engine.call('suite.read', { path: subject.suite.fsPath }));
      const folder = folderOf(subject, suite);
      const last = context.workspaceState.get<EvaluationSetup>(rememberedSetup);
      const usual = defaultSetup(folder, await models.current(), registries, last);
      const chosen = subject.setup ?? (suite ? setupOfSuite(suite, usual, registries) : null);
      // Results first: looking through a large folder takes a while, and is of interest only before a run.
      const results = await engine.call('folder.results', { out: (chosen ?? usual).out });
      this.change({
        ...registries,
        opening: false,
        setup: chosen ?? (results ? setupOfResults(results.summary, usual, registries) : usual),
        results,
        difference: null,
        folder: { uri: folder.toString(), name: nameOf(folder), base: this.addressOf(folder) },
        suite: subject.suite ? { uri: subject.suite.toString(), name: nameOf(subject.suite) } : null,
      });
      this.runs.elsewhere.watch((chosen ?? usual).out);
      await this.remarks.load();
      await this.results.compareSetup();
      await this.loaded;
      await this.models.list();
      const isUsual = !chosen && !results;
      if (isUsual && this.document.models.length > 1) await this.models.fit();
      const { outlook } = this;
      await Promise.all([results ? undefined : outlook.inspect(isUsual), this.models.describe(), outlook.askCosts()]);
      void outlook.timePasses();
    } catch (thrown) {
      this.change({ error: LensError.from(thrown).toReport(), opening: false, fitting: false });
    }
  }

  /** It was told what it is about. */
  get isOpen(): boolean {
    return Object.keys(this.subject).length > 0;
  }

  retry(): Promise<void> {
    return this.open(this.subject);
  }

  /** Takes up other choices. */
  async choose(setup: EvaluationSetup): Promise<void> {
    const before = this.document.setup;
    this.change({ setup }, null);
    await this.services.context.workspaceState.update(rememberedSetup, setup);
    await this.results.compareSetup();
    if (before?.out !== setup.out) this.runs.elsewhere.watch(setup.out);
    const models = before?.models.join('\n') !== setup.models.join('\n');
    await Promise.all([
      (models || before?.labelling !== setup.labelling) && this.outlook.inspect(),
      models && this.models.describe(),
      (models || before?.methods !== setup.methods || before.metrics !== setup.metrics) && this.outlook.askCosts(),
      before?.out !== setup.out && this.results.load(),
    ]);
    if (models) void this.outlook.timePasses();
  }

  /** Sets up what the results shown were made with. */
  async adopt(): Promise<void> {
    const { results, setup, methods, metrics, sets } = this.document;
    if (!results || !setup) return;
    this.change({ setup: setupOfResults(results.summary, setup, { methods, metrics, sets }) });
    await this.results.compareSetup();
    await Promise.all([this.models.describe(), this.outlook.askCosts()]);
  }

  savedAs(suite: vscode.Uri): void {
    this.change({ suite: { uri: suite.toString(), name: nameOf(suite) } });
  }

  /** Takes up what the page kept over a reload. */
  async restore({ folder, suite, setup, running }: EvaluationMemo): Promise<void> {
    await this.open({
      folder: vscode.Uri.parse(folder),
      suite: suite === null ? undefined : vscode.Uri.parse(suite),
      setup,
    });
    if (running) await this.runs.start();
  }

  override dispose(): void {
    super.dispose();
    this.remarks.dispose();
    this.runs.dispose();
  }
}
