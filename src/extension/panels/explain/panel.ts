import * as vscode from 'vscode';
import type { ExplainDocument } from '../../../protocol/explain-document';
import type { ExplainCalls, ExplainToHost, ExplainToPanel, KeyAct } from '../../../protocol/explain-panel';
import type { Handlers } from '../../../protocol/handlers';
import type { Services } from '../../services';
import { imagesIn } from '../../workspace/images-below';
import { announceFiles } from '../../workspace/output';
import { folderOfNearest, imagesToHoldAgainst, pickFolder, pickInputs } from '../../workspace/picking';
import type { Answers } from '../../../protocol/page';
import { comparisonPanel } from '../comparison';
import { copyCommand, type Panel, type PanelHost } from '../host';
import { Snapshot } from '../snapshot';
import { companionHandlers, Companions } from './companions';
import { comparisonOf } from './comparing';
import { commandLinesOf, commandLinesOfAll } from './command-line';
import { exportCards, nothingToExport, outputFolderOf } from './exporting';
import { exportGrid, mapsNotHeld, type GridExport } from './grid-exporting';
import { evidenceOf, showingMetrics } from './evidence';
import { imagesBeside } from './folder';
import { masksOf } from './masks';
import { withAsked, type OpeningWay } from './opening';
import { ExplainSession } from './session';
import { titleOf } from './title';
import { versionHandlers } from './versions/handlers';
import { whatIfAnswers } from './what-if';

/** The one Explain panel: its session, what stands beside it, and the messages between them and its page. */
export class ExplainPanel implements Panel {
  private readonly snapshot: Snapshot<ExplainDocument>;
  private readonly session: ExplainSession;
  private readonly companions: Companions;
  private readonly watching: vscode.Disposable;
  private readonly services = (): Services => this.host.services;
  private readonly documentNow = (): ExplainDocument => this.session.document;
  readonly handlers: Handlers<ExplainToHost> = {
    run: () => this.session.explanation.run(),
    cancel: ({ card }) => this.session.cards.cancel(card),
    retry: ({ card }) => this.session.explanation.retry(card),
    choose: ({ choices, run }) => this.session.choose(choices, run),
    target: ({ kind: _kind, ...of }) => this.session.explanation.retarget(of),
    addReferences: async () =>
      this.session.explanation.addReferences(await pickInputs(imagesToHoldAgainst(), undefined, true)),
    nearest: ({ toReferences }) => this.showNearest(toReferences),
    layerOverview: () => this.session.explanation.showLayers(),
    stateInputs: ({ stated }) => this.session.facts.stateInputs(stated),
    keepThresholds: ({ thresholds }) => this.session.thresholds.write(thresholds),
    compare: () => comparisonPanel.show(this.services()).open(comparisonOf(this.session.document)),
    input: ({ index, keepTarget }) => this.session.select(index, keepTarget),
    gridCommand: async () =>
      copyCommand(
        await commandLinesOfAll(this.session.document, this.host.services.files, this.companions.grid.indices()),
      ),
    beside: ({ by }) => this.goBeside(by),
    wholeFolder: () => this.openFolder(),
    ...companionHandlers(() => this.companions),
    ...versionHandlers(this.services, () => this.companions.versions),
    export: (message) => this.export(message),
    gridExport: (message) => this.exportGrid(message),
  };
  readonly answers: Answers<ExplainCalls> = {
    questions: () => this.host.services.engine.call('method.questions', null),
    metrics: () => showingMetrics(this.host.services),
    evidence: (question) =>
      evidenceOf(this.host.services, this.session.document, this.companions.objects.now, question),
    masks: (question) => masksOf(this.host.services, this.session.document, question),
    ...whatIfAnswers(this.services, this.documentNow),
  };

  constructor(private readonly host: PanelHost<ExplainToPanel>) {
    const { services } = host;
    this.snapshot = new Snapshot(services.context.storageUri, 'explain');
    this.companions = new Companions(services, this.documentNow, (message) => host.post(message));
    this.session = new ExplainSession(
      services,
      this.snapshot,
      (message) => this.tell(message),
      (key) => this.companions.grid.made(key),
    );
    this.watching = services.models.onDidChange((model) => void this.session.useModel(model));
  }

  /** Shows `files` explained by `model`. */
  open(files: readonly vscode.Uri[], model: vscode.Uri | undefined, way?: OpeningWay): Promise<void> {
    const inputs = this.host.inputsOf(files, way?.truths);
    return this.session.open(withAsked(inputs, way?.asked), model, way);
  }

  /** Shows all images below folders at once, with a map by every method; they are made on a click. */
  async openAll(files: readonly vscode.Uri[], model: vscode.Uri | undefined, current = 0): Promise<void> {
    const opening = this.open(await imagesIn(files, this.host.services, model), model, { current });
    this.host.post({ kind: 'showGrid' }, 'keep');
    await opening;
  }

  /** Asks for a folder, beginning with that of the image. */
  private async showNearest(toReferences: boolean): Promise<void> {
    const { inputs, current } = this.session.document;
    const beside = vscode.Uri.joinPath(vscode.Uri.parse(inputs[current].uri), '..');
    const folder = await pickFolder(folderOfNearest(), beside);
    if (!folder) return;
    await this.session.showNearest({ folder, toReferences }, (files) => this.host.inputsOf(files));
  }

  /** Follows the model's file from now on, and shows what changes. @returns false where there is no model yet */
  followModel(): boolean {
    if (!this.companions.versions.model) return false;
    this.host.reveal();
    this.host.post({ kind: 'showVersions' }, 'keep');
    this.companions.versions.pin(true);
    return true;
  }

  /** Does what a key of the page does. */
  act(act: KeyAct): void {
    this.host.post({ kind: 'key', act });
  }

  ready(): void {
    this.session.tellAll();
    this.companions.tell();
  }

  async restore(): Promise<void> {
    const stored = await this.snapshot.load();
    if (!stored) return;
    const files = stored.inputs.map(({ uri }) => vscode.Uri.parse(uri));
    const truths = stored.inputs.map(({ truth }) => truth);
    const asked = stored.inputs.map((input) => input.asked ?? null);
    await this.session.restore(stored, withAsked(this.host.inputsOf(files, truths), asked));
  }

  trustGranted(): Promise<void> {
    return this.session.explanation.start();
  }

  async modelChanged(model: vscode.Uri, isMeant: boolean): Promise<void> {
    if (this.session.document.model?.uri !== model.toString()) return;
    this.companions.versions.touched();
    await this.session.modelChanged();
    if (isMeant) await this.session.explanation.run();
  }

  async explainerChanged(model: vscode.Uri): Promise<void> {
    if (this.session.document.model?.uri === model.toString()) await this.session.explainerChanged();
  }

  /** Asks the page to draw its cards; it answers with an export message. */
  exportAll(): void {
    this.host.reveal();
    this.host.post({ kind: 'collect' }, 'keep');
  }

  commandLine(): Promise<string> {
    return commandLinesOf(this.session.document, this.host.services.files);
  }

  outputFolder(): vscode.Uri | undefined {
    return this.session.document.inputs.length > 0 ? outputFolderOf(this.session.document) : undefined;
  }

  dispose(): void {
    this.session.dispose();
    this.companions.dispose();
    this.watching.dispose();
  }

  private tell(message: ExplainToPanel): void {
    this.host.post(message, message.kind === 'notice' ? 'keep' : 'drop');
    if (message.kind === 'document' || message.kind === 'update') this.host.setTitle(titleOf(this.session.document));
    this.companions.heard(message);
  }

  /** To an image beside the only one in its folder; those are walked through from then on. */
  private async goBeside(by: number): Promise<void> {
    const files = await imagesBeside(this.session.document, this.host.services, false);
    if (await this.session.goBeside(this.host.inputsOf(files), by)) return;
    this.host.post({ kind: 'notice', text: vscode.l10n.t('This is the only image of its folder.') }, 'keep');
  }

  /** All images of the folder of the one shown, which stays. */
  private async openFolder(): Promise<void> {
    const { inputs, current, model } = this.session.document;
    const all = await imagesBeside(this.session.document, this.host.services, true);
    const at = all.findIndex((uri) => uri.toString() === inputs[current].uri);
    if (at >= 0) await this.openAll(all, model ? vscode.Uri.parse(model.uri) : undefined, at);
  }

  private async export(message: Extract<ExplainToHost, { kind: 'export' }>): Promise<void> {
    await this.announce(await exportCards(this.session.document, message));
  }

  private async exportGrid(message: Extract<ExplainToHost, { kind: 'gridExport' }>): Promise<void> {
    const { grid } = this.companions;
    const written = await exportGrid(this.session.document, grid.shown, (key) => grid.made(key), message);
    if (written.reduced > 0) this.host.post({ kind: 'notice', text: mapsNotHeld(written.reduced) }, 'keep');
    await this.announce(written);
  }

  private async announce({ folder, names }: Pick<GridExport, 'folder' | 'names'>): Promise<void> {
    if (names.length > 0) return announceFiles(folder, names);
    void vscode.window.showInformationMessage(nothingToExport());
  }
}
