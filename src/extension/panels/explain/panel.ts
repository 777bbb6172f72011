import * as vscode from 'vscode';
import type {
  ExplainCalls,
  ExplainDocument,
  ExplainToHost,
  ExplainToPanel,
  KeyAct,
} from '../../../protocol/explain-panel';
import type { Handlers } from '../../../protocol/handlers';
import type { Services } from '../../services';
import { imagesIn } from '../../workspace/images-below';
import { announceFiles } from '../../workspace/output';
import { pickFolder, pickInputs } from '../../workspace/picking';
import type { Answers } from '../../../protocol/page';
import { comparisonPanel } from '../comparison';
import { copyCommand, type Panel, type PanelHost } from '../host';
import { Snapshot } from '../snapshot';
import { comparisonOf } from './comparing';
import { commandLinesOf, commandLinesOfAll } from './command-line';
import { exportCards, nothingToExport, outputFolderOf } from './exporting';
import { exportGrid } from './grid-exporting';
import { evidenceOf, showingMetrics } from './evidence';
import { masksOf } from './masks';
import { MapGridRuns } from './map-grid';
import { ObjectMasks } from './objects';
import { withAsked, type OpeningWay } from './opening';
import { ExplainSession } from './session';
import { CardVerdicts } from './card-verdicts';
import { titleOf } from './title';
import { TrustStrips } from './trust-strips';
import { versionHandlers } from './versions/handlers';
import { ModelVersions } from './versions/model-versions';
import { whatIfAnswers } from './what-if';

const mapsNotHeld = (count: number): string =>
  vscode.l10n.t('{0} maps are too many to be held whole and were not written: Copy as command line makes them.', count);

/** The one Explain panel: its session, its object masks, and the messages between them and its page. */
export class ExplainPanel implements Panel {
  private readonly snapshot: Snapshot<ExplainDocument>;
  private readonly session: ExplainSession;
  private readonly objects: ObjectMasks;
  private readonly trust: TrustStrips;
  private readonly verdicts: CardVerdicts;
  private readonly grid: MapGridRuns;
  private readonly versions: ModelVersions;
  private readonly watching: vscode.Disposable;
  private readonly services = (): Services => this.host.services;
  private readonly documentNow = (): ExplainDocument => this.session.document;
  readonly handlers: Handlers<ExplainToHost> = {
    run: () => this.session.explanation.run(),
    cancel: ({ card }) => this.session.cards.cancel(card),
    retry: ({ card }) => this.session.explanation.retry(card),
    choose: ({ choices, run }) => this.session.choose(choices, run),
    target: ({ kind: _kind, ...of }) => this.session.explanation.retarget(of),
    addReferences: async () => {
      const purpose = {
        title: vscode.l10n.t('Choose Images to Compare With'),
        openLabel: vscode.l10n.t('Compare With These'),
      };
      await this.session.explanation.addReferences(await pickInputs(purpose, undefined, true));
    },
    nearest: () => this.showNearest(),
    layerOverview: () => this.session.explanation.showLayers(),
    stateInputs: ({ stated }) => this.session.facts.stateInputs(stated),
    keepThresholds: ({ thresholds }) => this.session.thresholds.write(thresholds),
    paint: ({ mask }) => this.objects.paint(mask),
    trustAll: ({ card }) => this.trust.all(card),
    verdict: ({ card, verdict }) => this.verdicts.give(card, verdict),
    saveObject: () => this.objects.save(),
    dropObject: () => this.objects.drop(),
    compare: () => this.compare(),
    input: ({ index, keepTarget }) => this.session.select(index, keepTarget),
    gridShow: ({ first }) => this.grid.show(first),
    gridRun: () => this.grid.run(),
    gridCancel: () => this.grid.cancel(),
    gridCommand: async () =>
      copyCommand(await commandLinesOfAll(this.session.document, this.host.services.files, this.grid.indices())),
    wholeFolder: () => this.openFolder(),
    ...versionHandlers(this.services, () => this.versions),
    export: (message) => this.export(message),
    gridExport: (message) => this.exportGrid(message),
  };
  readonly answers: Answers<ExplainCalls> = {
    questions: () => this.host.services.engine.call('method.questions', null),
    metrics: () => showingMetrics(this.host.services),
    evidence: (question) => evidenceOf(this.host.services, this.session.document, this.objects.now, question),
    masks: (question) => masksOf(this.host.services, this.session.document, question),
    ...whatIfAnswers(this.services, this.documentNow),
  };

  constructor(private readonly host: PanelHost<ExplainToPanel>) {
    const { services } = host;
    const { storageUri } = services.context;
    this.snapshot = new Snapshot(storageUri, 'explain');
    this.grid = new MapGridRuns(services, this.documentNow, (message) => host.post(message));
    this.versions = new ModelVersions(services, this.documentNow, (message) => host.post(message));
    this.session = new ExplainSession(
      services,
      this.snapshot,
      (message) => this.tell(message),
      (key) => this.grid.made(key),
    );
    this.objects = new ObjectMasks(services, new Snapshot(storageUri, 'object'), this.documentNow, (message) =>
      host.post(message),
    );
    this.trust = new TrustStrips(
      services,
      this.documentNow,
      () => this.objects.now,
      (message) => host.post(message),
    );
    this.verdicts = new CardVerdicts(services, this.documentNow, (message) => host.post(message));
    this.watching = services.models.onDidChange((model) => void this.session.useModel(model));
  }

  /** Shows `files` explained by `model`. */
  open(files: readonly vscode.Uri[], model: vscode.Uri | undefined, way?: OpeningWay): Promise<void> {
    const inputs = this.host.inputsOf(files, way?.truths);
    return this.session.open(withAsked(inputs, way?.asked), model, way);
  }

  /** Shows all images below folders at once, with a map by every method; they are made on a click. */
  async openAll(files: readonly vscode.Uri[], model: vscode.Uri | undefined, current = 0): Promise<void> {
    const opening = this.open(await imagesIn(files), model, { current });
    this.host.post({ kind: 'showGrid' }, 'keep');
    await opening;
  }

  /** Asks for a folder, beginning with that of the image. */
  private async showNearest(): Promise<void> {
    const { inputs, current } = this.session.document;
    const beside = vscode.Uri.joinPath(vscode.Uri.parse(inputs[current].uri), '..');
    const purpose = {
      title: vscode.l10n.t('Choose the Folder Whose Images Are Compared'),
      openLabel: vscode.l10n.t('Find Nearest Images'),
    };
    const folder = await pickFolder(purpose, beside);
    if (folder) await this.session.showNearest(folder, (files) => this.host.inputsOf(files));
  }

  /** Follows the model's file from now on, and shows what changes. @returns false where there is no model yet */
  followModel(): boolean {
    if (!this.versions.model) return false;
    this.host.reveal();
    this.host.post({ kind: 'showVersions' }, 'keep');
    this.versions.pin(true);
    return true;
  }

  /** Does what a key of the page does. */
  act(act: KeyAct): void {
    this.host.post({ kind: 'key', act });
  }

  ready(): void {
    this.session.tellAll();
    this.objects.tell();
    this.trust.tell();
    this.verdicts.tell();
    this.grid.tell();
    this.versions.tell();
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
    this.versions.touched();
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
    this.objects.dispose();
    this.trust.dispose();
    this.verdicts.dispose();
    this.grid.dispose();
    this.versions.dispose();
    this.watching.dispose();
  }

  private tell(message: ExplainToPanel): void {
    this.host.post(message, message.kind === 'notice' ? 'keep' : 'drop');
    this.objects.heard(message);
    this.trust.heard(message);
    this.verdicts.heard(message);
    if (message.kind !== 'document' && message.kind !== 'update') return;
    this.host.setTitle(titleOf(this.session.document));
    this.grid.heard();
    this.versions.heard();
  }

  /** All images of the folder of the one shown, which stays. */
  private async openFolder(): Promise<void> {
    const { inputs, current, model } = this.session.document;
    const image = vscode.Uri.parse(inputs[current].uri);
    const all = await imagesIn([vscode.Uri.joinPath(image, '..')]);
    const at = all.findIndex((uri) => uri.toString() === image.toString());
    if (at >= 0) await this.openAll(all, model ? vscode.Uri.parse(model.uri) : undefined, at);
  }

  private compare(): Promise<void> {
    return comparisonPanel.show(this.host.services).open(comparisonOf(this.session.document));
  }

  private async export(message: Extract<ExplainToHost, { kind: 'export' }>): Promise<void> {
    const { folder, names } = await exportCards(this.session.document, message);
    if (names.length > 0) return announceFiles(folder, names);
    void vscode.window.showInformationMessage(nothingToExport());
  }

  private async exportGrid(message: Extract<ExplainToHost, { kind: 'gridExport' }>): Promise<void> {
    const made = (key: string) => this.grid.made(key);
    const { folder, names, reduced } = await exportGrid(this.session.document, this.grid.shown, made, message);
    if (reduced > 0) this.host.post({ kind: 'notice', text: mapsNotHeld(reduced) }, 'keep');
    if (names.length > 0) return announceFiles(folder, names);
    void vscode.window.showInformationMessage(nothingToExport());
  }
}
