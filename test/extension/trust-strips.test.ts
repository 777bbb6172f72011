import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { TrustStrips } from '../../src/extension/panels/explain/trust-strips';
import type { Services } from '../../src/extension/services';
import { emptyExplain, type Card, type ExplainDocument } from '../../src/protocol/explain-document';
import { type ExplainToPanel } from '../../src/protocol/explain-panel';
import type { TrustEvent, TrustMark, TrustRequest } from '../../src/protocol/trust';
import { fakeServices, temporaryFolder } from './support/services';

const mark: TrustMark = {
  id: 'a',
  label: 'A',
  question: '',
  formula: 'at most 1',
  passed: true,
  value: 0,
  said: '0',
  passes: 1,
};
const dear = { id: 'b', label: 'B', question: '', formula: 'at most 1', expectedPasses: 900 };

describe('the strips of checks of an Explain panel', () => {
  const folder = temporaryFolder();
  const asked: TrustRequest[] = [];
  const signals: AbortSignal[] = [];
  let hold: Promise<void> = Promise.resolve();
  let messages: ExplainToPanel[] = [];
  let document: ExplainDocument;
  let strips: TrustStrips;
  const uri = (name: string): string => vscode.Uri.joinPath(folder.uri, name).toString();
  const done = (method: string): Card => ({
    method,
    state: 'done',
    result: { map: { dims: [1, 2, 2], data: new Float32Array(4) }, completeness: null } as never,
  });
  const choice = (method: string) => ({ method, selected: true, params: {}, layer: null });
  const show = (...cards: Card[]): void => {
    document = { ...document, cards };
    strips.heard({ kind: 'update', changes: { cards } });
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

  beforeEach(() => {
    asked.length = signals.length = 0;
    messages = [];
    hold = Promise.resolve();
    document = {
      ...emptyExplain,
      inputs: [{ uri: uri('a.png'), name: 'a.png', thumbnail: null }],
      model: { uri: uri('net.onnx'), name: 'net.onnx', hash: null },
      choices: ['gradient', 'grad-cam'].map(choice),
    };
    const { services, engine: fake } = fakeServices(folder.uri);
    fake.dispose();
    const call = async (
      _name: string,
      request: TrustRequest,
      { signal, onEvent }: { signal: AbortSignal; onEvent: (event: TrustEvent) => void },
    ) => {
      asked.push(request);
      signals.push(signal);
      onEvent({ kind: 'mark', mark });
      await hold;
      return { marks: [mark], waiting: request.mostPasses === undefined ? [] : [dear] };
    };
    strips = new TrustStrips(
      { ...services, engine: { call } as unknown as Services['engine'] },
      () => document,
      () => null,
      (message) => messages.push(message),
    );
  });
  afterEach(() => strips.dispose());
  after(() => folder.remove());

  it('waits for the last map, and checks each once', async () => {
    show(done('gradient'), { method: 'grad-cam', state: 'waiting' });
    await settled();
    assert.equal(asked.length, 0);
    const [first] = document.cards;
    show(first, done('grad-cam'));
    await settled();
    show(...document.cards);
    await settled();
    assert.deepEqual(
      asked.map(({ request }) => request.method),
      ['gradient', 'grad-cam'],
    );
    const said = messages.filter((message) => message.kind === 'trust').at(-1);
    assert.ok(said?.kind === 'trust' && said.trust.waiting.length === 1);
  });

  it('makes way for a map, and goes on afterwards', async () => {
    let release = (): void => undefined;
    hold = new Promise((resolve) => (release = resolve));
    show(done('gradient'));
    await settled();
    const [first] = document.cards;
    show(first, { method: 'grad-cam', state: 'waiting' });
    assert.ok(signals[0].aborted);
    release();
    show(first, done('grad-cam'));
    await settled();
    assert.ok(asked.some(({ request }) => request.method === 'grad-cam'));
  });

  it('leaves out what the settings switch off, at once, and makes nothing at all at no passes', async () => {
    const settings = vscode.workspace.getConfiguration('saliencyLens');
    const set = (name: string, value: unknown) => settings.update(name, value, vscode.ConfigurationTarget.Global);
    try {
      show(done('gradient'));
      await settled();
      assert.deepEqual(asked.at(-1)?.without, []);
      await set('trust.withoutChecks', ['randomisation', 'quantisation']);
      await settled();
      assert.deepEqual([asked.length, asked.at(-1)?.without], [2, ['randomisation', 'quantisation']]);
      await set('trust.mostPasses', 7);
      await settled();
      assert.deepEqual([asked.length, asked.at(-1)?.mostPasses], [3, 7]);
      await set('trust.mostPasses', 0);
      await settled();
      assert.equal(asked.length, 3);
      const said = messages.filter((message) => message.kind === 'trust').at(-1);
      assert.ok(said?.kind === 'trust' && said.trust.marks.length === 0, 'no mark stays');
    } finally {
      await set('trust.withoutChecks', undefined);
      await set('trust.mostPasses', undefined);
    }
  });

  it('makes what is dear when it is asked for', async () => {
    show(done('gradient'));
    await settled();
    assert.equal(typeof asked[0].mostPasses, 'number');
    await strips.all('gradient');
    assert.equal(asked.at(-1)?.mostPasses, undefined);
  });
});
