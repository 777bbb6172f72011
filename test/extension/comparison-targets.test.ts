import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { comparisonCommands } from '../../src/extension/panels/comparison/command-line';
import { ComparisonSession, type StoredComparison } from '../../src/extension/panels/comparison/session';
import { Snapshot } from '../../src/extension/panels/snapshot';
import type { MethodDescription } from '../../src/protocol/method';
import type { ExplainRequest } from '../../src/protocol/explain';
import type { MethodChoice } from '../../src/protocol/explain-document';
import type { BoxTarget } from '../../src/protocol/task';
import { fakeServices, temporaryFolder } from './support/services';

const methods = ['gradient', 'grad-cam'].map((id) => ({ id, label: id, params: [] }) as unknown as MethodDescription);
const choices = methods.map(({ id }): MethodChoice => ({ method: id, selected: true, params: {}, layer: null }));
const dog: BoxTarget = { proposal: 3, index: 1, corners: [2, 4, 8, 12], quantity: 'score' };

describe('a comparison of detectors and segmenters', () => {
  const folder = temporaryFolder();
  let engine: EngineProcess;
  let services: ReturnType<typeof fakeServices>['services'];
  let session: ComparisonSession;
  let asked: ExplainRequest[];
  beforeEach(() => {
    ({ engine, services } = fakeServices(folder.uri));
    asked = [];
    const call = engine.call.bind(engine) as (...all: unknown[]) => Promise<unknown>;
    Object.assign(engine, {
      call(name: string, request: unknown, ...more: unknown[]) {
        if (name === 'input.explain') asked.push(request as ExplainRequest);
        return call(name, request, ...more);
      },
    });
    const snapshot = new Snapshot<StoredComparison>(folder.uri, 'comparison');
    session = new ComparisonSession(services, snapshot, () => undefined);
  });
  afterEach(() => {
    session.dispose();
    engine.dispose();
  });
  after(() => folder.remove());

  const uri = (name: string): string => vscode.Uri.joinPath(folder.uri, name).toString();
  const open = (models: readonly string[], images: readonly string[] = ['a.png']): Promise<void> =>
    session.open({
      inputs: images.map((name) => ({ uri: uri(name), name, thumbnail: null })),
      models: models.map((name) => ({ uri: uri(name), name })),
      labels: [],
      methods,
      choices,
    });
  const shown = () => {
    const { shown: now } = session.document;
    assert.ok(now.state === 'done', JSON.stringify(now));
    return now.value;
  };

  it('explains the chosen box of one model as it has it, until another image comes', async () => {
    await open(['fast-detector.onnx']);
    assert.equal(shown().boxes?.candidates[0].label, 'dog');
    await session.chooseBox(dog);
    assert.deepEqual(asked.at(-1)?.box, dog);
    assert.deepEqual(session.document.box, { target: dog, label: 'dog', inImage: [4, 8, 16, 24] });
    assert.match(await comparisonCommands(session.document, services.files), /--target 1 --box 1 --quantity score/);
    await open(['fast-detector.onnx'], ['b.png']);
    assert.deepEqual([session.document.box, asked.at(-1)?.box], [null, undefined]);
  });

  it('asks several models the same about the place of the box, each by its own number of the class', async () => {
    await open(['fast-detector.onnx', 'fast-turned-detector.onnx']);
    await session.chooseBox(dog);
    const same = { corners: [2, 4, 8, 12], proposal: null, quantity: 'overlap' } as const;
    assert.deepEqual(
      asked.slice(-2).map(({ box }) => box),
      [
        { ...same, index: 1 },
        { ...same, index: 0 },
      ],
    );
    const lines = await comparisonCommands(session.document, services.files);
    assert.equal(lines.match(/--target dog --at 4,8,12,16/g)?.length, 2, lines);
  });

  it('leaves out a model that has no such class, and says why', async () => {
    await open(['fast-detector.onnx', 'fast.onnx']);
    await session.chooseBox(dog);
    assert.deepEqual(
      session.document.leftOut.map(({ name, error }) => [name, error.what]),
      methods.map(({ label }) => [`${label} · fast.onnx`, 'the model finds no boxes of the class dog']),
    );
    assert.equal(shown().maps.length, 2);
  });

  it('has no box of several images', async () => {
    await open(['fast-detector.onnx'], ['a.png', 'b.png']);
    await session.chooseBox(dog);
    assert.equal(session.document.box, null);
  });

  it('keeps what every segmenter says of every position', async () => {
    await open(['fast-segmenter.onnx', 'fast-turned-segmenter.onnx']);
    assert.deepEqual(
      shown().labelMaps.map(({ model, labels, map }) => [model, labels, [...map.classes]]),
      [
        ['fast-segmenter.onnx', ['cat', 'dog'], [0, 1, 1, 1]],
        ['fast-turned-segmenter.onnx', ['dog', 'cat'], [0, 1, 1, 1]],
      ],
    );
  });
});
