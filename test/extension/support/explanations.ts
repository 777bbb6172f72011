import * as vscode from 'vscode';
import type { EngineProcess } from '../../../src/extension/engine/process';
import { ExplainSession } from '../../../src/extension/panels/explain/session';
import { Snapshot } from '../../../src/extension/panels/snapshot';
import type { Services } from '../../../src/extension/services';
import type { Card, ExplainDocument, ExplainInput } from '../../../src/protocol/explain-document';
import type { ExplainToPanel } from '../../../src/protocol/explain-panel';
import { fakeServices, temporaryFolder } from './services';

/** A session of the Explain panel around the engine's double, and what it tells its page. */
class Explanations {
  readonly storage = temporaryFolder();
  services!: Services;
  engine!: EngineProcess;
  session!: ExplainSession;
  messages: ExplainToPanel[] = [];

  start(): void {
    ({ services: this.services, engine: this.engine } = fakeServices(this.storage.uri));
    this.messages = [];
    const snapshot = new Snapshot<ExplainDocument>(this.storage.uri, 'explain');
    this.session = new ExplainSession(this.services, snapshot, (message) => this.messages.push(message));
  }

  stop(): void {
    this.session.dispose();
    this.engine.dispose();
  }

  input(name: string): ExplainInput {
    return { uri: vscode.Uri.joinPath(this.storage.uri, name).toString(), name, thumbnail: null };
  }

  model(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.storage.uri, name);
  }

  card(method: string): Card | undefined {
    return this.session.document.cards.find((other) => other.method === method);
  }

  /** The first card of a method, once there are so many and all are so far. */
  async until(state: Card['state'], method = 'grad-cam', count = 1): Promise<Card> {
    for (let i = 0; i < 500; i++) {
      const found = this.session.document.cards.filter((other) => other.method === method);
      if (found.length === count && found.every((other) => other.state === state)) return found[0];
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the card is ${JSON.stringify(this.card(method))}, not ${state}`);
  }
}

/** A session that is made anew for every test of a suite. */
export function explanationForEach(): Explanations {
  const explanations = new Explanations();
  beforeEach(() => explanations.start());
  afterEach(() => explanations.stop());
  after(() => explanations.storage.remove());
  return explanations;
}
