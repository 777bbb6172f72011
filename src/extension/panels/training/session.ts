import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { TrainingRequest } from '../../../protocol/training';
import {
  emptyTraining,
  type TrainingDocument,
  type TrainingMemo,
  type TrainingSetup,
} from '../../../protocol/training-panel';
import type { DocumentToPage } from '../../../protocol/page';
import { shellCommand } from '../../../protocol/shell-command';
import { trainingWords } from '../../../protocol/training-command';
import type { Services } from '../../services';
import { folderBeside, nameOf } from '../../workspace/location';
import { requireTrust } from '../../workspace/trust';
import { DocumentStore } from '../document';
import { withModels } from './networks';
import { notOnDisk } from './place';
import { defaultSetup, isBeyond, isSame, requestOf, setupOf } from './setup';
import { PAUSED, type RunningTraining, type Trainings } from './trainings';

const rememberedSetup = 'training.setup';
/** Milliseconds after the last change of a choice before the engine is asked about it. */
const SETTLE = 600;

/** The Training panel without its page: what is chosen, what runs, and what came of it. */
export class TrainingSession extends DocumentStore<TrainingDocument> {
  private folder: vscode.Uri | undefined;
  private forgetRun = (): void => undefined;
  private settling: NodeJS.Timeout | undefined;

  constructor(
    private readonly services: Services,
    private readonly trainings: Trainings,
    post: (message: DocumentToPage<TrainingDocument>) => void,
    /** Makes the address below which the page may load images of a folder. */
    private readonly addressOf: (folder: vscode.Uri) => string,
    private readonly settle = SETTLE,
  ) {
    super({ ...emptyTraining, trusted: vscode.workspace.isTrusted }, post);
  }

  /** It was told what it is about. */
  get isOpen(): boolean {
    return this.folder !== undefined;
  }

  /**
   * Shows a folder: what would be trained on it, a training that goes on, and the results there are.
   * @param out the folder of results, where nothing was chosen and it is not the usual one
   */
  async open(folder: vscode.Uri, chosen?: TrainingSetup | null, out?: string): Promise<void> {
    this.folder = folder;
    this.change({ error: null, opening: true, trusted: vscode.workspace.isTrusted });
    try {
      requireTrust();
      if (folder.scheme !== 'file') throw notOnDisk(folder);
      const { engine, context, models } = this.services;
      const registries = await withModels(await engine.call('training.registries', null), models);
      const last = context.workspaceState.get<TrainingSetup>(rememberedSetup);
      const usual = { ...defaultSetup(folder, registries, last), ...(out !== undefined && { out }) };
      const results = await engine.call('training.results', { out: (chosen ?? usual).out });
      this.change({
        registries,
        results,
        opening: false,
        setup: chosen ?? (results ? setupOf(results.result.request, usual, registries) : usual),
        folder: { uri: folder.toString(), name: nameOf(folder), base: this.addressOf(folder) },
      });
      const running = this.trainings.of(folder.toString());
      if (running) void this.attach(running);
      await this.compare();
      await this.inspect();
      this.estimateSoon();
    } catch (thrown) {
      this.change({ error: LensError.from(thrown).toReport(), opening: false });
    }
  }

  async retry(): Promise<void> {
    if (this.folder) await this.open(this.folder, this.document.setup);
  }

  /** Takes up other choices. */
  async choose(setup: TrainingSetup): Promise<void> {
    const before = this.document.setup;
    this.change({ setup }, null);
    await this.services.context.workspaceState.update(rememberedSetup, setup);
    if (before?.out !== setup.out) await this.loadResults(setup.out);
    await this.compare();
    this.estimateSoon();
  }

  /** Trains, or goes on: what was done of the same training is not done again. */
  async run(): Promise<void> {
    await this.trainings.ended(this.document.folder?.uri);
    const { folder, setup, differs, run } = this.document;
    if (!folder || !setup || !this.folder || this.trainings.of(folder.uri)) return;
    requireTrust();
    const out = run === null && differs !== null ? differs : setup.out;
    this.forget('estimate');
    clearTimeout(this.settling);
    this.change({ setup: { ...setup, out }, differs: null });
    const request = requestOf(this.folder, { ...setup, out }, this.document.registries ?? undefined);
    const show = (): void =>
      void vscode.commands.executeCommand('saliency-lens.trainFolder', vscode.Uri.parse(folder.uri));
    const place = { folder: folder.uri, name: folder.name, show };
    const training = this.trainings.start(this.services.engine, place, request);
    await this.attach(training);
  }

  /** Stops; every finished epoch is kept, and {@link run} goes on from there. */
  pause(): void {
    if (this.document.folder) this.trainings.of(this.document.folder.uri)?.stop();
  }

  /** Stops, and shows what was there before. */
  async cancel(): Promise<void> {
    this.forgetRun();
    this.pause();
    this.change({ run: null });
    await this.loadResults();
    this.estimateSoon();
  }

  /** What the network will see under the augmentations that are chosen now. */
  async sheet(): Promise<void> {
    const request = this.request();
    if (request) await this.ask('sheet', () => this.services.engine.call('training.sheet', request), true);
  }

  /** Sets up what the results shown were made with. */
  async adopt(): Promise<void> {
    const { results, setup, registries } = this.document;
    if (!results || !setup || !registries) return;
    this.change({ setup: setupOf(results.result.request, setup, registries) });
    await this.compare();
    this.estimateSoon();
  }

  /** Takes up what the page kept over a reload. */
  async restore({ folder, setup, run }: TrainingMemo): Promise<void> {
    await this.open(vscode.Uri.parse(folder), setup);
    if (this.document.error || this.document.run) return;
    if (run === 'running') await this.run();
    else if (run === 'paused') this.change({ run: PAUSED });
  }

  /** A training goes on without its panel. */
  override dispose(): void {
    super.dispose();
    this.forgetRun();
    clearTimeout(this.settling);
  }

  /** Shows a training until it has ended, and then what came of it. */
  private async attach(training: RunningTraining): Promise<void> {
    this.forgetRun();
    this.change({ run: training.run });
    const stop = training.onChange((run) => this.change({ run }));
    let current = true;
    this.forgetRun = () => {
      current = false;
      stop();
    };
    await training.end;
    if (!current || training.run.state === 'paused' || training.run.state === 'failed') return;
    try {
      await this.loadResults();
      if (current) this.change({ run: null });
    } catch (thrown) {
      this.change({ run: { ...training.run, state: 'failed', error: LensError.from(thrown).toReport() } });
    }
  }

  private request(): TrainingRequest | null {
    const { setup, registries } = this.document;
    return setup && registries && this.folder ? requestOf(this.folder, setup, registries) : null;
  }

  /** What made the results that are shown, or would make those of the set-up. */
  commandLine(): string {
    const { results, setup } = this.document;
    const request = this.request();
    if (!request || !setup) return '';
    return shellCommand(
      trainingWords(results ? { ...results.result.request, folder: request.folder, out: setup.out } : request),
    );
  }

  private async inspect(): Promise<void> {
    const folder = this.folder?.fsPath ?? '';
    await this.ask('inspection', () => this.services.engine.call('training.inspect', { folder }));
  }

  /** Asks what a training would take, once choices have settled; not while one runs, which would slow it down. */
  private estimateSoon(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => void this.estimate(), this.settle);
  }

  private async estimate(): Promise<void> {
    const request = this.request();
    const { run, inspection, results, differs } = this.document;
    const isDone = results !== null && differs === null;
    if (!request || run || isDone || inspection.state !== 'done' || request.networks.length === 0)
      return this.forget('estimate');
    await this.ask('estimate', (signal) => this.services.engine.call('training.estimate', request, { signal }));
  }

  private async loadResults(out = this.document.setup?.out ?? ''): Promise<void> {
    this.change({ results: await this.services.engine.call('training.results', { out }) });
    await this.compare();
  }

  /** Whether a run would give what is shown, and if not, where it goes. */
  private async compare(): Promise<void> {
    const { results, setup, registries } = this.document;
    if (!results || !setup || !registries) return this.change({ differs: null });
    const { request } = results.result;
    const same = !isBeyond(request) && isSame(setupOf(request, setup, registries), setup);
    this.change({ differs: same ? null : await folderBeside(setup.out) });
  }
}
