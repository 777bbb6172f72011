import * as vscode from 'vscode';
import type { DeviceId } from '../../protocol/model';
import type { ModelChoice } from '../workspace/choice';
import { modelTitle } from '../../protocol/model-files';

/** The status bar item: the model in use and the device it last ran on; a click picks another model. */
export class ModelStatus {
  private readonly item = vscode.window.createStatusBarItem('saliencyLens.model', vscode.StatusBarAlignment.Right, 90);
  private model: vscode.Uri | undefined;
  private device: DeviceId | undefined;
  private reason = '';

  constructor(models: ModelChoice) {
    this.item.name = 'Saliency Lens';
    this.item.command = 'saliency-lens.selectModel';
    models.onDidChange((model) => this.showModel(model));
    void models.current().then((model) => model && this.showModel(model));
  }

  /** The device of the last run, and why it was chosen. */
  showDevice(device: DeviceId, reason = this.reason): void {
    this.device = device;
    this.reason = reason;
    this.draw();
  }

  dispose(): void {
    this.item.dispose();
  }

  private showModel(model: vscode.Uri): void {
    if (model.toString() !== this.model?.toString()) this.device = undefined;
    this.model = model;
    this.draw();
  }

  private draw(): void {
    if (!this.model) return;
    this.item.text = `$(eye) ${modelTitle(this.model.path)}${this.device ? ` · ${this.device}` : ''}`;
    const lines = [
      vscode.l10n.t('Model of Saliency Lens: {0}', vscode.workspace.asRelativePath(this.model)),
      this.reason,
    ];
    this.item.tooltip = lines.filter(Boolean).join('\n');
    this.item.accessibilityInformation = { label: lines[0], role: 'button' };
    this.item.show();
  }
}
