import * as vscode from 'vscode';
import { registerSavingLenses } from './code/lenses';
import { registerCommands } from './commands';
import { EngineProcess } from './engine/process';
import { createLog } from './log/log';
import { panels, registerPanels } from './panels';
import { registerSuiteLenses } from './panels/evaluation/suite-lenses';
import type { Services } from './services';
import { ModelStatus } from './status/model';
import { registerTasks } from './tasks';
import { registerTesting } from './testing';
import { registerTools } from './tools';
import { registerViews } from './views';
import { AskedModels } from './workspace/asked-models';
import { ModelCatalog } from './workspace/catalog';
import { ModelChoice } from './workspace/choice';
import { LocalFiles } from './workspace/location';
import { RecipeRewrites } from './workspace/rewrites';
import { RunList } from './workspace/run-list';
import { concernsEngine, engineSettings } from './workspace/settings';
import { Verdicts } from './workspace/verdicts';
import { watchExplainers, watchModels } from './workspace/watch';

/**
 * Wires everything; starts no process: the engine starts with the first call. Returns the engine for other extensions'
 * and tests' use.
 */
export function activate(context: vscode.ExtensionContext): { readonly engine: EngineProcess } {
  const log = createLog();
  const engine = new EngineProcess({ script: context.asAbsolutePath('dist/engine.js'), settings: engineSettings, log });
  const models = new ModelChoice(context.workspaceState);
  const status = new ModelStatus(models);
  const catalog = new ModelCatalog((model) => void modelChanged(services, model));
  const asked = new AskedModels(catalog);
  const services: Services = {
    context,
    engine,
    log,
    models,
    catalog,
    status,
    files: new LocalFiles(context.globalStorageUri),
    rewrites: new RecipeRewrites((model) => void modelChanged(services, model)),
    runs: new RunList(),
    verdicts: new Verdicts(engine),
  };
  const applySettings = (): void => {
    if (engine.pid !== undefined) void engine.call('settings.apply', engineSettings());
  };
  context.subscriptions.push(
    log,
    engine,
    status,
    catalog,
    services.runs,
    services.verdicts,
    ...registerCommands(services),
    ...registerPanels(services),
    ...registerViews(services),
    ...registerSavingLenses(services),
    ...registerTools(services),
    registerTesting(services),
    registerTasks(services),
    registerSuiteLenses(),
    engine.onCall((argument) => asked.hear(argument)),
    watchModels((model) => void modelChanged(services, model)),
    watchExplainers((model) => panels.forEach((kind) => kind.explainerChanged(model))),
    vscode.workspace.onDidChangeConfiguration((event) => concernsEngine(event) && applySettings()),
    vscode.workspace.onDidChangeWorkspaceFolders(applySettings),
  );
  log.debug('extension: activated');
  return { engine };
}

/** The engine forgets the old model before anyone is told to look again. */
async function modelChanged({ engine, files, catalog, rewrites, log }: Services, model: vscode.Uri): Promise<void> {
  try {
    if (engine.pid !== undefined) await engine.call('model.close', { model: await files.pathOf(model) });
  } catch (thrown) {
    log.debug(`model.close: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  catalog.changed(model);
  const isMeant = rewrites.take(model);
  for (const kind of panels) kind.modelChanged(model, isMeant);
}
