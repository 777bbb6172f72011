import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { ObjectMasks, type UnsavedMasks } from '../../src/extension/panels/explain/objects';
import { Snapshot } from '../../src/extension/panels/snapshot';
import { exists } from '../../src/extension/workspace/location';
import { writeWhole } from '../../src/extension/workspace/writing';
import { emptyExplain, type Card, type ExplainDocument } from '../../src/protocol/explain-document';
import { type ExplainToPanel } from '../../src/protocol/explain-panel';
import type { FloatMap } from '../../src/protocol/raster';
import { fakeServices, temporaryFolder } from './support/services';

describe('the object masks of an Explain panel', () => {
  const folder = temporaryFolder();
  let engine: EngineProcess;
  let objects: ObjectMasks;
  let messages: ExplainToPanel[];
  let document: ExplainDocument;
  const uri = (name: string): vscode.Uri => vscode.Uri.joinPath(folder.uri, name);
  const make = (): ObjectMasks => {
    const fake = fakeServices(folder.uri);
    engine = fake.engine;
    return new ObjectMasks(
      fake.services,
      new Snapshot<UnsavedMasks>(folder.uri, 'object'),
      () => document,
      (message) => messages.push(message),
    );
  };
  const image = { width: 4, height: 4, rgba: new Uint8ClampedArray(64) };
  const prediction = {
    input: { path: '', image, signal: null },
    predictions: [],
    dense: null,
    seconds: 0,
    device: 'cpu',
  } as const;
  const show = (name: string): void => {
    document = { ...document, inputs: [{ uri: uri(name).toString(), name, thumbnail: null }], current: 0, prediction };
    objects.heard({ kind: 'update', changes: { prediction } });
  };
  beforeEach(() => {
    messages = [];
    const cards: Card[] = [
      { method: 'gradient', state: 'done', result: { map: { dims: [1, 4, 4], data: new Float32Array(16) } } as never },
    ];
    document = { ...emptyExplain, model: { uri: uri('net.onnx').toString(), name: 'net.onnx', hash: null }, cards };
    objects = make();
  });
  afterEach(() => {
    objects.dispose();
    engine.dispose();
  });
  after(() => folder.remove());

  const last = <K extends ExplainToPanel['kind']>(kind: K) =>
    messages.filter((message) => message.kind === kind).at(-1) as Extract<ExplainToPanel, { kind: K }> | undefined;
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(holds());
  };
  const mask: FloatMap = { dims: [4, 4], data: Float32Array.from({ length: 16 }, (_, i) => (i < 4 ? 1 : 0)) };

  it('are read when an image is shown, and scored with every finished map', async () => {
    show('masked.png');
    await until(() => last('object')?.object?.saved === true);
    assert.equal(last('object')?.object?.file, 'masked.png.mask.png');
    await until(() => last('objectScores')?.objectScores !== undefined && last('objectScores')?.objectScores !== null);
    assert.deepEqual(last('objectScores')?.objectScores?.scores, { gradient: { iou: 0.25, hit: true, distance: 0 } });
  });

  it('are written beside the image, whole, and again without a question', async () => {
    show('a.png');
    objects.paint(mask);
    await objects.save();
    const file = uri('a.png.mask.png');
    assert.deepEqual([...(await vscode.workspace.fs.readFile(file))], [1, 2, 4]);
    assert.deepEqual([last('object')?.object?.saved, last('object')?.object?.file], [true, 'a.png.mask.png']);
    objects.paint({ ...mask, data: mask.data.slice() });
    await objects.save();
    assert.equal(last('object')?.object?.saved, true);
    const left = await vscode.workspace.fs.readDirectory(folder.uri);
    assert.deepEqual(
      left.filter(([name]) => name.endsWith('.tmp')),
      [],
    );
  });

  it('ask before they replace a file that is not theirs', async () => {
    writeFileSync(uri('b.png.mask.png').fsPath, 'theirs');
    show('b.png');
    objects.paint(mask);
    // A window under test refuses every question with its text.
    await assert.rejects(objects.save(), /b\.png\.mask\.png exists already/);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri('b.png.mask.png'))), 'theirs');
    assert.equal(last('object')?.object, undefined);
  });

  it('survive being left unsaved: another image, another panel', async () => {
    show('c.png');
    objects.paint(mask);
    show('masked.png');
    await until(() => last('object')?.object?.saved === true);
    show('c.png');
    await until(() => last('object')?.object?.saved === false);
    assert.equal(last('object')?.object?.mask, mask);
    await new Promise((resolve) => setTimeout(resolve, 600));
    objects.dispose();
    objects = make();
    messages = [];
    show('c.png');
    await until(() => last('object')?.object?.saved === false);
    assert.deepEqual([...last('object')!.object!.mask.data], [...mask.data]);
    await objects.drop();
    assert.equal(last('object')?.object, null);
  });

  it('leave no half-written file behind when the disk refuses', async () => {
    const place = vscode.Uri.joinPath(folder.uri, 'a-file');
    writeFileSync(place.fsPath, '');
    await assert.rejects(writeWhole(vscode.Uri.joinPath(place, 'below.png'), Uint8Array.of(1)), /below\.png/);
    assert.equal(await exists(vscode.Uri.joinPath(place, 'below.png')), false);
  });
});
