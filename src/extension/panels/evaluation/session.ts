import * as vscode from 'vscode';
import type { EvaluationEvent } from '../../../protocol/evaluation';
import {
  emptyEvaluation,
  type EvaluationCalls,
  type EvaluationDocument,
  type EvaluationMemo,
  type EvaluationRun,
  type EvaluationSetup,
  type EvaluationToPanel,
  type MapQuestion,
} from '../../../protocol/evaluation-panel';
import { LensError } from '../../../protocol/error';
import { noVerdicts, type EvaluatedMap, type VerdictId } from '../../../protocol/map-verdict';
import type { ImageColumns } from '../../../protocol/folder';
import type { FloatMap } from '../../../protocol/raster';
import type { Services } from '../../services';
import { nameOf, placeOf } from '../../workspace/location';
import { findModels } from '../../workspace/models';
import { reach } from '../../workspace/milestones';
import { requireTrust } from '../../workspace/trust';
import { DocumentStore, surroundings } from '../document';
import { summariesOf } from '../recipe';
import { differingParts, setupOfResults } from './agreement';
import { mapCosts, passRates } from './costs';
import { fittingModel } from './fitting-model';
import { freeFolder } from './free-folder';
import { mapOf } from './hover-map';
import { RunElsewhere } from './run-elsewhere';
import { readTags, writeTags } from './tags';
import { defaultSetup, registriesOf, requestOf, setupOfSuite, withChosen, withoutMasks } from './setup';

const rememberedSetup = 'evaluation.setup';
/** Milliseconds between two messages about a run. */
const pause = 100;

/** What is opened: a folder, or a suite that names one. */
export interface EvaluationSubject {
  readonly folder?: vscode.Uri;
  readonly suite?: vscode.Uri;
  /** Choices of an earlier session. */
  readonly setup?: EvaluationSetup | null;
}

/** The Evaluation panel without its page: what is chosen, what runs, and what was found. */
export class EvaluationSession extends DocumentStore<EvaluationDocument, EvaluationToPanel> {
  private running: AbortController | undefined;
  private readonly listening: vscode.Disposable;
  private readonly elsewhere: RunElsewhere;
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
    this.listening = services.verdicts.onDidChange(({ out, stored }) => {
      if (out === this.document.setup?.out) this.change({ verdicts: stored });
    });
    this.elsewhere = new RunElsewhere(services, {
      isBusy: () => this.running !== undefined,
      show: (run) => this.change({ run }),
      merged: () => this.loadResults(),
    });
  }

  /** Shows a folder: what would be evaluated, and the results there are. */
  async open(subject: EvaluationSubject): Promise<void> {
    this.subject = subject;
    this.change({ error: null, opening: true, ...surroundings() });
    try {
      requireTrust();
      const registries = await registriesOf(this.services.engine);
      const suite = subject.suite && (await this.services.engine.call('suite.read', { path: subject.suite.fsPath }));
      const folder = subject.folder ?? (suite?.folder === undefined ? undefined : vscode.Uri.file(suite.folder));
      if (!folder)
        throw new LensError({
          code: 'invalid-argument',
          what: vscode.l10n.t('The suite names no folder'),
          where: subject.suite?.fsPath,
          next: vscode.l10n.t('Add "folder" to it'),
        });
      if (folder.scheme !== 'file')
        throw new LensError({
          code: 'unsupported-model',
          what: vscode.l10n.t('Only folders on disk can be evaluated'),
          where: folder.toString(),
          next: vscode.l10n.t('Copy it to a folder on disk'),
        });
      const last = this.services.context.workspaceState.get<EvaluationSetup>(rememberedSetup);
      const usual = defaultSetup(folder, await this.services.models.current(), registries, last);
      const chosen = subject.setup ?? (suite ? setupOfSuite(suite, usual, registries) : null);
      // Results first: looking through a large folder takes a while, and is of interest only before a run.
      const results = await this.services.engine.call('folder.results', { out: (chosen ?? usual).out });
      this.change({
        ...registries,
        opening: false,
        setup: chosen ?? (results ? setupOfResults(results.summary, usual, registries) : usual),
        results,
        difference: null,
        folder: { uri: folder.toString(), name: nameOf(folder), base: this.addressOf(folder) },
        suite: subject.suite ? { uri: subject.suite.toString(), name: nameOf(subject.suite) } : null,
      });
      this.elsewhere.watch((chosen ?? usual).out);
      await this.loadRemarks();
      await this.compareSetup();
      await this.loaded;
      await this.listModels();
      const isUsual = !chosen && !results;
      if (isUsual && this.document.models.length > 1) await this.fitModel();
      await Promise.all([results ? undefined : this.inspect(isUsual), this.describeModels(), this.askCosts()]);
      void this.timePasses();
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
    await this.compareSetup();
    if (before?.out !== setup.out) this.elsewhere.watch(setup.out);
    const models = before?.models.join('\n') !== setup.models.join('\n');
    await Promise.all([
      (models || before?.labelling !== setup.labelling) && this.inspect(),
      models && this.describeModels(),
      (models || before?.methods !== setup.methods) && this.askCosts(),
      before?.out !== setup.out && this.loadResults(),
    ]);
    if (models || before?.methods !== setup.methods) void this.timePasses();
  }

  /** Evaluates; what an earlier run into the same folder has done is not done again. */
  async run(): Promise<void> {
    const { folder, setup } = this.document;
    if (!folder || !setup || this.running) return;
    const controller = (this.running = new AbortController());
    const isParted = this.document.run?.state === 'parted';
    const out = isParted ? setup.out : await freeFolder(this.document);
    this.change({
      setup: { ...setup, out },
      differs: null,
      run: { state: 'starting', started: null, progress: null, table: null, error: null },
      difference: null,
    });
    try {
      requireTrust();
      const options = { signal: controller.signal, onEvent: (event: EvaluationEvent) => this.follow(event) };
      if (isParted) await this.services.engine.call('parts.merge', { out }, options);
      else
        await this.services.engine.call(
          'folder.evaluate',
          requestOf(vscode.Uri.parse(folder.uri), { ...setup, out }),
          options,
        );
      await this.loadResults();
      this.change({ run: null });
      await reach('folderEvaluated');
    } catch (thrown) {
      const error = LensError.from(thrown).toReport();
      this.progress({ state: error.code === 'cancelled' ? 'cancelled' : 'failed', error });
    } finally {
      this.running = undefined;
    }
  }

  /** Stops, on a cluster as well; everything done is kept, and {@link run} goes on from there. */
  async cancel(): Promise<void> {
    if (this.running) this.running.abort();
    else if (this.document.run?.parts) await this.elsewhere.cancel();
  }

  /** What changed between the last two runs; null hides it again. */
  async compareRuns(shown = true): Promise<void> {
    const { setup } = this.document;
    if (!setup) return;
    this.change({
      difference: shown ? await this.services.engine.call('folder.difference', { out: setup.out }) : null,
    });
  }

  /** The numbers of single inputs under a model and a method. */
  async images(question: EvaluationCalls['images']['arguments']): Promise<ImageColumns> {
    return this.services.engine.call('folder.images', { out: this.document.setup?.out ?? '', ...question });
  }

  /** The map of an input as the evaluation made it; one that nobody waits for any more is given up. */
  map(question: MapQuestion): Promise<FloatMap> {
    return mapOf(this.services.engine, this.document, question, this.turns.begin('map'));
  }

  /** What a metric did to come to a number of an input. */
  evidence(question: EvaluationCalls['evidence']['arguments']): Promise<EvaluationCalls['evidence']['answer']> {
    const { out = '', labelling = null } = this.document.setup ?? {};
    return this.services.engine.call(
      'cell.evidence',
      { out, labelling, ...question },
      { signal: this.turns.begin('evidence') },
    );
  }

  /** Puts it into the reports beside the results. */
  async keepEvidence(question: EvaluationCalls['evidence']['arguments']): Promise<void> {
    const { out = '', labelling = null } = this.document.setup ?? {};
    await this.services.engine.call('evidence.keep', { out, labelling, ...question });
  }

  /** What made the results that are shown, or would make those of the set-up. */
  async commandLine(): Promise<string> {
    const { folder, setup, results } = this.document;
    if (results) return results.summary.command;
    if (!folder || !setup || setup.models.length === 0) return '';
    return this.services.engine.call('folder.command', requestOf(vscode.Uri.parse(folder.uri), setup));
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
    if (running) await this.run();
  }

  override dispose(): void {
    super.dispose();
    this.listening.dispose();
    this.elsewhere.dispose();
    this.running?.abort();
  }

  /** What there is to choose from; the first where nothing is chosen. */
  private async listModels(): Promise<void> {
    const found = await findModels();
    const { setup } = this.document;
    if (!setup) return;
    const models = withChosen(found, setup).map((uri) => ({
      uri: uri.toString(),
      name: nameOf(uri),
      place: placeOf(vscode.Uri.joinPath(uri, '..')),
    }));
    this.change({
      models,
      ...(setup.models.length === 0 && found.length > 0 && { setup: { ...setup, models: [String(found[0])] } }),
    });
  }

  /** What maps will cost, before they are made. */
  private async askCosts(): Promise<void> {
    const { setup } = this.document;
    if (!setup) return;
    const signal = this.turns.begin('costs');
    const costs = await mapCosts(this.services.engine, setup).catch(() => []);
    if (!signal.aborted) this.change({ costs });
  }

  /** How long maps will take: what was run knows it; before that one image tells how long a pass takes. */
  private async timePasses(): Promise<void> {
    const { folder, inspection, results, setup } = this.document;
    if (!folder || !inspection || !setup || results || this.running) return;
    const signal = this.turns.begin('rates');
    const rates = await passRates(this.services.engine, vscode.Uri.parse(folder.uri), setup, inspection);
    if (signal.aborted || rates.size === 0) return;
    const costs = await mapCosts(this.services.engine, setup, rates).catch(() => null);
    if (!signal.aborted && costs) this.change({ costs });
  }

  /**
   * Previews labels and masks, as they would be found now.
   * @param usualMetrics nobody has chosen the metrics: those that would stay empty are none of the usual ones
   */
  async inspect(usualMetrics = false): Promise<void> {
    const { folder, setup } = this.document;
    if (!folder || !setup) return;
    const signal = this.turns.begin('inspect');
    const changes = await this.services.engine
      .call('folder.inspect', {
        folder: vscode.Uri.parse(folder.uri).fsPath,
        models: setup.models.map((model) => vscode.Uri.parse(model).fsPath),
        ...(setup.labelling !== null && { labelling: setup.labelling }),
      })
      .then((inspection) => ({ inspection, inspectionError: null }))
      .catch((thrown: unknown) => ({ inspectionError: LensError.from(thrown).toReport() }));
    if (signal.aborted) return;
    this.change(changes);
    const { metrics, setup: now } = this.document;
    if (usualMetrics && now && this.document.inspection?.masks.images === 0)
      this.change({ setup: withoutMasks(now, metrics) });
  }

  private async loadResults(): Promise<void> {
    const { setup } = this.document;
    if (!setup) return;
    const results = await this.services.engine.call('folder.results', { out: setup.out });
    this.change({ results, difference: null });
    await this.loadRemarks();
    await this.compareSetup();
  }

  /** Tags and verdicts that cannot be read keep no results from being shown; they are not written over either. */
  private async loadRemarks(): Promise<void> {
    const { results, setup } = this.document;
    const { verdicts } = this.services;
    this.change({
      tags: results && setup ? await readTags(setup.out).catch(() => ({})) : {},
      verdicts: results && setup ? await verdicts.read(setup.out).catch(() => noVerdicts) : noVerdicts,
      rater: verdicts.rater,
    });
  }

  /** Says what a person thinks of a map of the results, or takes it back. */
  async judge(map: EvaluatedMap, verdict: VerdictId | null): Promise<void> {
    const { setup, results } = this.document;
    if (setup && results) await this.services.verdicts.give(setup.out, map, verdict);
  }

  /** Puts other tags on an input of the results. */
  async tag(name: string, tags: readonly string[]): Promise<void> {
    const { setup, results } = this.document;
    if (setup && results) this.change({ tags: await writeTags(setup.out, name, tags) });
  }

  /** Sets up what the results shown were made with. */
  async adopt(): Promise<void> {
    const { results, setup, methods, metrics, sets } = this.document;
    if (!results || !setup) return;
    this.change({ setup: setupOfResults(results.summary, setup, { methods, metrics, sets }) });
    await this.compareSetup();
    await Promise.all([this.describeModels(), this.askCosts()]);
  }

  /** Whether a run would give what is shown, and if not, where it goes. */
  private async compareSetup(): Promise<void> {
    const { results, setup, folder, recipes } = this.document;
    const parts = results && setup && folder ? differingParts(results.summary, { setup, folder, recipes }) : [];
    const out = parts.length > 0 ? await freeFolder(this.document) : (setup?.out ?? null);
    this.change({ differs: parts.length > 0 ? { parts, out: out === setup?.out ? null : out } : null });
  }

  /**
   * Takes the model that knows the labels where nobody has chosen one: the one used last, or another. Until it is found
   * none is ticked, so that none is seen to be taken back.
   */
  private async fitModel(): Promise<void> {
    const { folder, setup, models } = this.document;
    if (!folder || !setup) return;
    const signal = this.turns.begin('fit');
    const open: EvaluationSetup = { ...setup, models: [] };
    this.change({ fitting: true, setup: open });
    const offered = [...setup.models, ...(await this.services.models.likeliest()).map(String)];
    const model = await fittingModel(
      this.services.engine,
      vscode.Uri.parse(folder.uri),
      [...new Set(offered)].map((uri) => vscode.Uri.parse(uri)),
      { signal, seen: (inspection) => this.change({ inspection }) },
    );
    if (signal.aborted) return;
    const found = model?.toString() ?? setup.models[0] ?? models[0]?.uri;
    const isChosen = this.document.setup !== open;
    this.change({ fitting: false, ...(!isChosen && found && { setup: { ...open, models: [found] } }) });
  }

  /** Layers to choose from, without which methods choose their own, and the recipes. */
  private async describeModels(): Promise<void> {
    const models = (this.document.setup?.models ?? []).map((model) => vscode.Uri.parse(model));
    if (models.length === 0) return this.change({ recipes: [] });
    const signal = this.turns.begin('models');
    const described = await this.services.engine
      .call('model.describe', { model: models[0].fsPath })
      .catch(() => undefined);
    if (described && !signal.aborted)
      this.change({ layers: described.layers, inputRange: described.inputRange ?? null });
    const recipes = await summariesOf(this.services, models);
    if (signal.aborted) return;
    this.change({ recipes });
    await this.compareSetup();
  }

  /** A model's file or recipe has changed. */
  async modelChanged(model: vscode.Uri): Promise<void> {
    if (this.document.setup?.models.includes(model.toString())) await this.describeModels();
  }

  private shown = 0;
  private follow(event: EvaluationEvent): void {
    if (event.kind === 'started') return this.progress({ state: 'running', started: event });
    if (event.kind === 'table') return this.progress({ table: event });
    const now = performance.now();
    const quiet = now - this.shown < pause && event.done < event.total;
    if (!quiet) this.shown = now;
    this.progress({ progress: event }, !quiet);
  }

  private progress(changes: Partial<EvaluationRun>, tell = true): void {
    const { run } = this.document;
    if (run) this.change({ run: { ...run, ...changes } }, tell ? undefined : null);
  }
}
