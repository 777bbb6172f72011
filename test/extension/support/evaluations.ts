import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../../src/extension/engine/process';
import { EvaluationSession } from '../../../src/extension/panels/evaluation/session';
import type { Services } from '../../../src/extension/services';
import type { EvaluationDocument, EvaluationToPanel } from '../../../src/protocol/evaluation-panel';
import { fakeServices, temporaryFolder } from './services';

/** A session of an evaluation around the engine's double, and what it tells its page. */
export class Evaluations {
  readonly storage = temporaryFolder();
  services!: Services;
  engine!: EngineProcess;
  session!: EvaluationSession;
  messages: EvaluationToPanel[] = [];

  start(): void {
    ({ services: this.services, engine: this.engine } = fakeServices(this.storage.uri));
    this.messages = [];
    this.session = new EvaluationSession(
      this.services,
      (message) => this.messages.push(message),
      (folder) => `page:${folder.path}`,
    );
  }

  stop(): void {
    this.session.dispose();
    this.engine.dispose();
  }

  folder(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.storage.uri, name);
  }

  model(name: string): string {
    return this.folder(name).toString();
  }

  async until(holds: (document: EvaluationDocument) => boolean): Promise<void> {
    const { session } = this;
    for (let i = 0; i < 500 && !holds(session.document); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(holds(session.document), JSON.stringify(session.document.run));
  }

  chosen(list: 'methods' | 'metrics'): string[] {
    return this.session.document.setup?.[list].filter(({ selected }) => selected).map(({ id }) => id) ?? [];
  }

  /** Opens a folder with a model and a place for its results. */
  async opened(name: string): Promise<void> {
    const { session } = this;
    await session.open({ folder: this.folder(name) });
    const own = { models: [this.model('a.onnx')], out: this.folder(`out-${name}`).fsPath };
    await session.choose({ ...session.document.setup!, ...own });
  }
}

/** A session that is made anew for every test of a suite. */
export function evaluationForEach(): Evaluations {
  const evaluations = new Evaluations();
  beforeEach(() => evaluations.start());
  afterEach(() => evaluations.stop());
  after(() => evaluations.storage.remove());
  return evaluations;
}
