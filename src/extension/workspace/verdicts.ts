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
    return said || accountName();
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

/** The account's name, which a container need not have. */
function accountName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return process.env.USER ?? vscode.l10n.t('unnamed');
  }
}
