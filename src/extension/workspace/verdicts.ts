import os from 'node:os';
import * as vscode from 'vscode';
import type { EvaluatedMap, StoredVerdicts, VerdictId } from '../../protocol/map-verdict';
import type { EngineProcess } from '../engine/process';
import { section } from './settings';

/** What people say of the maps of evaluations: whoever shows results hears of every verdict. */
export class Verdicts {
  private readonly changes = new vscode.EventEmitter<{ readonly out: string; readonly stored: StoredVerdicts }>();
  readonly onDidChange = this.changes.event;

  constructor(private readonly engine: Pick<EngineProcess, 'call'>) {}

  /** Whoever sits here: as the settings say, else as the computer knows them. */
  get rater(): string {
    const said = vscode.workspace.getConfiguration(section).get<string>('rater', '').trim();
    return said || os.userInfo().username;
  }

  read(out: string): Promise<StoredVerdicts> {
    return this.engine.call('verdicts.read', { out });
  }

  /** @param verdict null takes it back */
  async give(out: string, { image, model, method }: EvaluatedMap, verdict: VerdictId | null): Promise<void> {
    const { rater } = this;
    const stored = await this.engine.call('verdicts.give', { out, image, model, method, rater, verdict });
    this.changes.fire({ out, stored });
  }

  dispose(): void {
    this.changes.dispose();
  }
}
