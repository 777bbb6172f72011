import * as vscode from 'vscode';
import type { FiltersSubject, FiltersToHost, FiltersToPanel } from '../../../protocol/filters-panel';
import type { Handlers } from '../../../protocol/handlers';
import { modelStem, outputFolder } from '../../workspace/output';
import { pickFolder, pickInputs } from '../../workspace/picking';
import { firstImage } from '../../workspace/images';
import type { Panel, PanelHost } from '../host';
import { filtersCommands } from './command-line';
import { FiltersSession } from './session';

/** A Filters panel about one file, whose address is its key: its session, and the messages between it and its page. */
export class FiltersPanel implements Panel {
  private readonly session: FiltersSession;
  readonly handlers: Handlers<FiltersToHost> = {
    retry: () => this.session.refresh(),
    layer: ({ tensor }) => this.session.select(tensor),
    health: () => this.session.readHealth(),
    features: () => this.showFeatures(),
    addImage: () => this.addImage(),
    removeImage: ({ index }) => this.session.removeImage(index),
    pickFolder: () => this.pickFolder(),
    excite: ({ filter }) => this.session.excite(filter),
    cancel: () => this.session.cancel(),
    open: ({ path }) => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path)),
  };

  constructor(private readonly host: PanelHost<FiltersToPanel>) {
    this.session = new FiltersSession(host.services, (message) => host.post(message));
  }

  /** Shows the file's filters, those of `layer` first: a tensor, a name or a module. */
  open(layer: string | undefined): Promise<void> {
    return this.session.open(vscode.Uri.parse(this.host.key), layer);
  }

  ready(): void {
    this.host.post({ kind: 'document', document: this.session.document });
  }

  async restore(state: unknown): Promise<void> {
    const subject = (state as { readonly subject?: FiltersSubject } | undefined)?.subject;
    if (!subject) return;
    if (subject.folder) this.session.useFolder(vscode.Uri.parse(subject.folder));
    await this.addInputs(subject.images.map((image) => vscode.Uri.parse(image)));
    await this.open(subject.layer ?? undefined);
  }

  trustGranted(): Promise<void> {
    return this.session.trustGranted();
  }

  async modelChanged(model: vscode.Uri): Promise<void> {
    if (model.toString() === this.host.key) await this.session.refresh();
  }

  commandLine(): Promise<string> {
    return filtersCommands(this.session.document, this.host.services.files);
  }

  /** `<output folder>/<model>-filters`. */
  outputFolder(): vscode.Uri | undefined {
    const { model } = this.session.document;
    return model ? outputFolder(vscode.Uri.parse(model.uri), `${modelStem(model)}-filters`) : undefined;
  }

  dispose(): void {
    this.session.dispose();
  }

  /** With nothing chosen yet, begins with the image that was explained last. */
  private async showFeatures(): Promise<void> {
    const { images, trusted } = this.session.document;
    const first = images.length === 0 && trusted ? await firstImage(this.host.services.context.workspaceState) : null;
    await this.session.showFeatures();
    if (first) await this.addInputs([vscode.Uri.parse(first.uri)]);
  }

  private async addImage(): Promise<void> {
    const last = this.session.document.images.at(-1);
    const purpose = {
      title: vscode.l10n.t('Choose Images to See Feature Maps Of'),
      openLabel: vscode.l10n.t('Show Feature Maps'),
    };
    const picked = await pickInputs(purpose, last ? vscode.Uri.parse(last.uri) : undefined, true);
    if (picked.length > 0) await this.addInputs(picked);
  }

  private addInputs(files: readonly vscode.Uri[]): Promise<void> {
    return this.session.addImages(this.host.inputsOf(files));
  }

  private async pickFolder(): Promise<void> {
    const known = this.session.document.folder;
    const purpose = { title: vscode.l10n.t('Choose a Folder of Images'), openLabel: vscode.l10n.t('Choose Folder') };
    const folder = await pickFolder(purpose, known ? vscode.Uri.parse(known.uri) : undefined);
    if (folder) this.session.useFolder(folder);
  }
}
