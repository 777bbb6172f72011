import type * as vscode from 'vscode';
import type { EngineLog } from './engine/options';
import type { EngineProcess } from './engine/process';
import type { ModelStatus } from './status/model';
import type { ModelCatalog } from './workspace/catalog';
import type { ModelChoice } from './workspace/choice';
import type { LocalFiles } from './workspace/location';
import type { RecipeRewrites } from './workspace/rewrites';
import type { RunList } from './workspace/run-list';
import type { Verdicts } from './workspace/verdicts';

/** What commands, panels and editors share. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly engine: EngineProcess;
  readonly log: vscode.LogOutputChannel & EngineLog;
  readonly models: ModelChoice;
  readonly catalog: ModelCatalog;
  readonly files: LocalFiles;
  readonly rewrites: RecipeRewrites;
  readonly status: ModelStatus;
  readonly runs: RunList;
  readonly verdicts: Verdicts;
}
