import * as vscode from 'vscode';
import type { EngineProcess } from '../../../src/extension/engine/process';
import type { Services } from '../../../src/extension/services';
import { ModelCatalog } from '../../../src/extension/workspace/catalog';
import { ModelChoice } from '../../../src/extension/workspace/choice';
import { section } from '../../../src/extension/workspace/settings';
import { fakeServices, memento, temporaryFolder } from './services';

/** What tests of labelled images stand on: services around the engine's double, and a controller. */
export class Bench {
  readonly folder = temporaryFolder();
  engine!: EngineProcess;
  services!: Services;
  catalog!: ModelCatalog;
  controller!: vscode.TestController;

  open(): void {
    const fake = fakeServices(this.folder.uri);
    this.engine = fake.engine;
    this.catalog = new ModelCatalog();
    this.services = { ...fake.services, catalog: this.catalog, models: new ModelChoice(memento()) };
    this.controller = vscode.tests.createTestController('saliencyLens.test', 'Test');
  }

  async close(): Promise<void> {
    this.controller.dispose();
    this.catalog.dispose();
    this.engine.dispose();
    for (const name of ['testing.folders', 'testing.runOnModelChange'])
      await vscode.workspace.getConfiguration(section).update(name, undefined, vscode.ConfigurationTarget.Workspace);
  }

  roots(): vscode.TestItem[] {
    return Array.from(this.controller.items, ([, item]) => item);
  }
}

/** A bench that is made anew for every test of a suite. */
export function benchForEach(): Bench {
  const bench = new Bench();
  beforeEach(() => bench.open());
  afterEach(() => bench.close());
  after(() => bench.folder.remove());
  return bench;
}

export const children = (item: vscode.TestItem): vscode.TestItem[] => Array.from(item.children, ([, child]) => child);
