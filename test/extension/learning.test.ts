import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { learnExplainer } from '../../src/extension/commands/learning';
import type { EngineProcess } from '../../src/extension/engine/process';
import { LensError } from '../../src/protocol/error';
import type { Services } from '../../src/extension/services';
import { fakeServices, temporaryFolder } from './support/services';

/** What a person does with each question; what was asked is kept. */
class Answering {
  readonly said: string[] = [];
  readonly reported: string[] = [];
  private readonly own = {
    showOpenDialog: vscode.window.showOpenDialog,
    showInformationMessage: vscode.window.showInformationMessage,
    withProgress: vscode.window.withProgress,
  };

  constructor(
    private readonly folder: vscode.Uri | undefined,
    private readonly buttons: readonly string[],
    private readonly cancelsAt = Infinity,
  ) {
    Object.assign(vscode.window, {
      showOpenDialog: async () => this.folder && [this.folder],
      showInformationMessage: async (text: string, ...rest: readonly unknown[]) => {
        const [options, ...choices] = typeof rest[0] === 'object' ? rest : [{}, ...rest];
        this.said.push([text, (options as vscode.MessageOptions).detail ?? ''].join(' '));
        return choices.find((choice) => this.buttons.includes(choice as string));
      },
      withProgress: (_: unknown, task: (progress: unknown, token: unknown) => unknown) => {
        const source = new vscode.CancellationTokenSource();
        const report = ({ message }: { message: string }): void => {
          this.reported.push(message);
          if (this.reported.length === this.cancelsAt) source.cancel();
        };
        return task({ report }, source.token);
      },
    });
  }

  end(): void {
    Object.assign(vscode.window, this.own);
  }
}

describe('learning an explainer', () => {
  const storage = temporaryFolder();
  const place = (name: string): vscode.Uri => vscode.Uri.joinPath(storage.uri, name);
  let services: Services;
  let engine: EngineProcess;
  let person: Answering | undefined;
  before(() => {
    for (const name of ['digits', 'sealed', 'slow', 'empty']) mkdirSync(place(name).fsPath);
    writeFileSync(place('net.onnx').fsPath, '');
  });
  beforeEach(() => ({ services, engine } = fakeServices(storage.uri)));
  afterEach(() => {
    person?.end();
    engine.dispose();
  });
  after(() => storage.remove());

  const learn = async (answering: Answering): Promise<Answering> => {
    person = answering;
    await learnExplainer.run(services, place('net.onnx'));
    return answering;
  };

  it('asks for a folder, says what it takes, learns with progress, and says how faithful it is', async () => {
    const { said, reported } = await learn(new Answering(place('digits'), ['Learn']));
    assert.equal(said.length, 2);
    assert.match(said[0], /^Learn to explain net\.onnx from 8 inputs of digits\? .*4 of 49 cells of 4 × 4 px.*2 min/);
    assert.match(said[0], /net\.onnx\.l2x/);
    assert.deepEqual(reported, ['epoch 1 of 20', 'epoch 2 of 20', 'epoch 3 of 20']);
    assert.match(said[1], /By 4 of 49 cells.* in 92\.5 % of 40 other inputs.*at random, in 17\.5 %/);
  });

  it('says where a network that learned answered in place of the model', async () => {
    const { said } = await learn(new Answering(place('sealed'), ['Learn']));
    assert.match(
      said[1],
      /in 17\.5 %\. No gradient passes through the model, so a network that learned answered in its/,
    );
    assert.doesNotMatch((await learn(new Answering(place('digits'), ['Learn']))).said[1], /in its place/);
  });

  it('learns nothing unless it is wanted', async () => {
    assert.deepEqual((await learn(new Answering(undefined, ['Learn']))).said, []);
    person!.end();
    const { said, reported } = await learn(new Answering(place('digits'), []));
    assert.deepEqual([said.length, reported], [1, []]);
  });

  it('ends without a word where it is cancelled', async () => {
    const { said, reported } = await learn(new Answering(place('slow'), ['Learn'], 3));
    assert.equal(said.length, 1);
    assert.ok(reported.length < 50, `${reported.length}`);
  });

  it('says why a folder cannot be learned from', async () => {
    const thrown = await learn(new Answering(place('empty'), ['Learn'])).then(
      () => undefined,
      (error: unknown) => error as LensError,
    );
    assert.match(thrown!.message, /too few inputs can be read/);
    assert.deepEqual(person!.said, []);
  });
});
