import * as vscode from 'vscode';
import type { ComparedModel, ComparisonToHost, ComparisonToPanel } from '../../../protocol/comparison-panel';
import type { ExplainInput, MethodChoice } from '../../../protocol/explain-document';
import { distinctTitles } from '../../../protocol/model-files';
import type { BoxTarget } from '../../../protocol/task';
import type { Handlers } from '../../../protocol/handlers';
import { imagesIn } from '../../workspace/images-below';
import { nameOf } from '../../workspace/location';
import { findModels } from '../../workspace/models';
import { outputFolder, stem } from '../../workspace/output';
import { imagesToCompare, pickFolder, pickInputs } from '../../workspace/picking';
import { pickerOf } from '../choices';
import type { Panel, PanelHost } from '../host';
import { Snapshot } from '../snapshot';
import { comparisonCommands } from './command-line';
import { labelsOf } from './labels';
import type { MadeMaps } from './maps';
import { ComparisonSession, type StoredComparison } from './session';

/** What to compare; what is left out is taken from what was chosen last. */
export interface ComparisonRequest {
  /** Images, or folders of them. */
  readonly files: readonly vscode.Uri[];
  readonly models: readonly vscode.Uri[];
  readonly choices?: readonly MethodChoice[];
  readonly target?: string | number | null;
  /** A box of the only image, as the only model has it. */
  readonly box?: BoxTarget | null;
  /** Maps of the only image, already made. */
  readonly given?: MadeMaps;
}

type Pick = Extract<ComparisonToHost, { kind: 'pick' }>['what'];

/** The one comparison panel: its session, and the messages between it and its page. */
export class ComparisonPanel implements Panel {
  private readonly snapshot: Snapshot<StoredComparison>;
  private readonly session: ComparisonSession;
  readonly handlers: Handlers<ComparisonToHost> = {
    run: () => this.session.run(),
    cancel: () => this.session.cancel(),
    choose: ({ choices }) => this.session.choose(choices),
    target: ({ target }) => this.session.open({ target, box: null }),
    box: ({ box }) => this.session.chooseBox(box),
    select: ({ index }) => this.session.select(index),
    pick: ({ what }) => this.pickers[what](),
    explain: ({ index }) => this.explain(index),
  };
  private readonly pickers: Readonly<Record<Pick, () => Promise<void>>> = {
    images: async () => this.useFiles(await pickInputs(imagesToCompare(), this.place(), true)),
    folder: async () => {
      const folder = await pickFolder(
        { title: vscode.l10n.t('Choose a Folder of Images'), openLabel: vscode.l10n.t('Compare Methods') },
        this.place(),
      );
      await this.useFiles(folder ? [folder] : []);
    },
    models: () => this.pickModels(),
  };

  constructor(private readonly host: PanelHost<ComparisonToPanel>) {
    this.snapshot = new Snapshot(host.services.context.storageUri, 'comparison');
    this.session = new ComparisonSession(host.services, this.snapshot, (message) => host.post(message));
  }

  async open({ files, models, choices, target = null, box: asked, given }: ComparisonRequest): Promise<void> {
    const inputs = await this.inputsOf(files);
    const picker = await this.pickerFor(inputs);
    const subject = { inputs, models: comparedModels(models), ...(given && { labels: givenLabels(given) }) };
    const box = asked ? await this.session.boxOf(asked, { ...this.session.document, ...subject }) : null;
    await this.session.open({ ...subject, ...picker, ...(choices && { choices }), target, box }, given);
  }

  ready(): void {
    this.host.post({ kind: 'document', document: this.session.document });
  }

  async restore(): Promise<void> {
    const stored = await this.snapshot.load();
    if (!stored) return;
    const files = stored.document.inputs.map(({ uri }) => vscode.Uri.parse(uri));
    await this.session.restore(stored, this.host.inputsOf(files));
  }

  trustGranted(): Promise<void> {
    return this.useInputs(this.session.document.inputs);
  }

  modelChanged(model: vscode.Uri): Promise<void> {
    return this.session.modelChanged(model);
  }

  commandLine(): Promise<string> {
    return comparisonCommands(this.session.document, this.host.services.files);
  }

  /** `<output folder>/<image or folder>-comparison`. */
  outputFolder(): vscode.Uri | undefined {
    const { inputs, current } = this.session.document;
    if (inputs.length === 0) return undefined;
    const first = vscode.Uri.parse(inputs[current ?? 0].uri);
    const name = current === null ? nameOf(vscode.Uri.joinPath(first, '..')) : stem(inputs[current].name);
    return outputFolder(first, `${name}-comparison`);
  }

  dispose(): void {
    this.session.dispose();
  }

  private async inputsOf(files: readonly vscode.Uri[]): Promise<ExplainInput[]> {
    return this.host.inputsOf(await imagesIn(files, this.host.services, undefined));
  }

  /** Where a dialog begins: where the images lie. */
  private place(): vscode.Uri | undefined {
    const [first] = this.session.document.inputs;
    return first && vscode.Uri.joinPath(vscode.Uri.parse(first.uri), '..');
  }

  private async useFiles(files: readonly vscode.Uri[]): Promise<void> {
    if (files.length > 0) await this.useInputs(await this.inputsOf(files));
  }

  /** Compares other images by what was chosen before, or else by what was chosen last in this workspace. */
  private async useInputs(inputs: readonly ExplainInput[]): Promise<void> {
    const known = this.session.document.methods.length > 0;
    await this.session.open({ inputs, ...(known ? {} : await this.pickerFor(inputs)) });
  }

  /** Methods are asked for only in a trusted workspace. */
  private async pickerFor(inputs: readonly ExplainInput[]): Promise<Partial<Awaited<ReturnType<typeof pickerOf>>>> {
    return inputs.length > 0 && vscode.workspace.isTrusted ? pickerOf(this.host.services, inputs[0]) : {};
  }

  private async pickModels(): Promise<void> {
    const chosen = new Set(this.session.document.models.map(({ uri }) => uri));
    const items = (await findModels()).map((uri) => ({
      uri,
      label: nameOf(uri),
      description: vscode.workspace.asRelativePath(uri),
      picked: chosen.has(uri.toString()),
    }));
    const title = vscode.l10n.t('Models to Compare');
    const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true, matchOnDescription: true });
    if (picked) await this.session.open({ models: comparedModels(picked.map(({ uri }) => uri)), labels: [] });
  }

  private async explain(index: number): Promise<void> {
    const { inputs, models } = this.session.document;
    if (models.length > 0) await this.host.services.models.use(vscode.Uri.parse(models[0].uri));
    await vscode.commands.executeCommand('saliency-lens.explainImage', vscode.Uri.parse(inputs[index].uri));
  }
}

const givenLabels = ({ predictions: [first] }: MadeMaps): string[] => (first ? labelsOf(first) : []);

/** Maps are named after their models: those of one file name have their folders in front. */
export function comparedModels(models: readonly vscode.Uri[]): ComparedModel[] {
  const names = distinctTitles(models.map(({ path }) => path));
  return models.map((uri, i) => ({ uri: uri.toString(), name: names[i] }));
}
