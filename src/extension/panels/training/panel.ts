import * as vscode from 'vscode';
import type { Handlers } from '../../../protocol/handlers';
import type { ModelUse, TrainingMemo, TrainingToHost, TrainingToPanel } from '../../../protocol/training-panel';
import { showFile } from '../../workspace/showing';
import { evaluateWith } from '../evaluation';
import { showReport } from '../evaluation/reports';
import { explainPanel } from '../explain';
import type { Panel, PanelHost } from '../host';
import { TrainingSession } from './session';
import type { Trainings } from './trainings';

/** A panel about one folder: its session, and the messages between it and its page. */
export class TrainingPanel implements Panel {
  readonly session: TrainingSession;
  readonly handlers: Handlers<TrainingToHost> = {
    setup: ({ setup }) => this.session.choose(setup),
    run: () => this.session.run(),
    pause: () => this.session.pause(),
    cancel: () => this.session.cancel(),
    retry: () => this.session.retry(),
    sheet: () => this.session.sheet(),
    adopt: () => this.session.adopt(),
    explain: (message) => this.explain(message),
    use: ({ model, use }) => this.uses[use](this.modelOf(model), model),
    report: ({ format }) => showReport(vscode.Uri.joinPath(this.outputFolder(), `training.${format}`), format),
    reveal: () => showFile(vscode.Uri.joinPath(this.outputFolder(), 'training.json')),
  };
  /** What can be done with the model of a fold. */
  private readonly uses: Readonly<Record<ModelUse, (model: vscode.Uri, name: string) => unknown>> = {
    explain: (model, name) => this.explainMistakes(model, name),
    evaluate: (model) => evaluateWith(this.host.services, this.placeToJudge(), model),
    filters: (model) => vscode.commands.executeCommand('saliency-lens.openFilters', model),
  };

  constructor(
    private readonly host: PanelHost<TrainingToPanel>,
    trainings: Trainings,
  ) {
    this.session = new TrainingSession(
      host.services,
      trainings,
      (message) => this.tell(message),
      (folder) => this.admit(folder),
    );
  }

  /** Shows a folder, once; again where its results lie in another than the usual place. */
  async open(folder: vscode.Uri, out?: string): Promise<void> {
    if (!this.session.isOpen || out !== undefined) await this.session.open(folder, null, out);
  }

  ready(): void {
    this.session.tellAll();
  }

  /** Nobody waits for it: VS Code loads the page only after this has returned. */
  restore(state: unknown): void {
    const memo = (state as { readonly memo?: TrainingMemo } | undefined)?.memo;
    if (memo) void this.host.attempt(() => this.session.restore(memo));
  }

  trustGranted(): Promise<void> {
    return this.session.retry();
  }

  commandLine(): string {
    return this.session.commandLine();
  }

  outputFolder(): vscode.Uri {
    return vscode.Uri.file(this.session.document.setup?.out ?? '');
  }

  dispose(): void {
    this.session.dispose();
  }

  private tell(message: TrainingToPanel): void {
    const { folder } = this.session.document;
    if (folder) this.host.setTitle(vscode.l10n.t('Train on {0}', folder.name));
    this.host.post(message);
  }

  /** Lets the page load images of a folder. */
  private admit(folder: vscode.Uri): string {
    this.host.admit([folder]);
    return this.host.addressOf(folder);
  }

  private modelOf(model: string): vscode.Uri {
    return vscode.Uri.joinPath(this.outputFolder(), model);
  }

  private fileOf(name: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.parse(this.session.document.folder?.uri ?? ''), name);
  }

  /** What a network is evaluated on: the inputs to test with, where there are any. */
  private placeToJudge(): vscode.Uri {
    return (this.session.document.results?.result.counts.test ?? 0) > 0 ? this.fileOf('test') : this.fileOf('');
  }

  /** Explains an input beside this panel with the network that took it for something else; the others are walked through. */
  private async explain({
    name,
    names,
    truths,
    model,
  }: Pick<Extract<TrainingToHost, { kind: 'explain' }>, 'name' | 'names' | 'truths' | 'model'>): Promise<void> {
    const used = this.modelOf(model);
    await this.host.services.models.use(used);
    await explainPanel.show(this.host.services, '', this.host.column).open(
      names.map((one) => this.fileOf(one)),
      used,
      { current: Math.max(0, names.indexOf(name)), truths },
    );
  }

  /** Explains what a fold's network took for something else, or an input that the user picks where there is none. */
  private async explainMistakes(used: vscode.Uri, model: string): Promise<void> {
    const folds = this.session.document.results?.result.networks.flatMap((network) => network.folds) ?? [];
    const { wrong } = folds.find((fold) => fold.model === model) ?? {};
    const mistakes = [...(wrong?.validation ?? []), ...(wrong?.test ?? [])];
    if (mistakes.length > 0) {
      const names = mistakes.map(({ input }) => input);
      return this.explain({ name: names[0], names, truths: mistakes.map(({ label }) => label), model });
    }
    await this.host.services.models.use(used);
    await vscode.commands.executeCommand('saliency-lens.explainImage');
  }
}
