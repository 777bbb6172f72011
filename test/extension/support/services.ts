import os from 'node:os';
import path from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { EngineProcess } from '../../../src/extension/engine/process';
import type { Services } from '../../../src/extension/services';
import { ModelChoice } from '../../../src/extension/workspace/choice';
import { LocalFiles } from '../../../src/extension/workspace/location';
import { RecipeRewrites } from '../../../src/extension/workspace/rewrites';
import { RunList } from '../../../src/extension/workspace/run-list';
import { Verdicts } from '../../../src/extension/workspace/verdicts';

/** The suite is bundled to another folder; the double stays where it is in the sources. */
export const root = process.env.SALIENCY_LENS_ROOT ?? path.resolve(__dirname, '../../..');
export const fakeEngine = path.join(root, 'test/extension/support/fake-engine.cjs');

/** A folder that goes when the test ends. */
export function temporaryFolder(): { readonly uri: vscode.Uri; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'saliency-lens-extension-'));
  return { uri: vscode.Uri.file(folder), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A memory that forgets with the test. */
export function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string, fallback?: unknown) => (values.has(key) ? values.get(key) : fallback),
    update: async (key: string, value: unknown) => void values.set(key, value),
  } as vscode.Memento;
}

/** Services around the engine's double, without status bar and log. */
export function fakeServices(storage: vscode.Uri): { readonly services: Services; readonly engine: EngineProcess } {
  const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore };
  const engine = new EngineProcess({
    script: fakeEngine,
    settings: () => ({ device: 'cpu', threads: 1, folders: [] }),
    log: silent,
    graceMilliseconds: 200,
  });
  const services = {
    engine,
    log: silent,
    context: { workspaceState: memento() },
    files: new LocalFiles(storage),
    rewrites: new RecipeRewrites(ignore),
    models: new ModelChoice(memento()),
    status: { showDevice: ignore },
    runs: new RunList(),
    verdicts: new Verdicts(engine),
  } as unknown as Services;
  return { services, engine };
}

function ignore(): void {}
