import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { ModelSession } from '../../src/extension/panels/model/session';
import { fakeServices, temporaryFolder } from './support/services';

describe('the Model editor without its page', () => {
  const folder = temporaryFolder();
  let engine: EngineProcess;
  let session: ModelSession;
  const model = vscode.Uri.joinPath(folder.uri, 'net.onnx');
  const sidecar = `${model.fsPath}.lens.json`;
  beforeEach(() => {
    const fake = fakeServices(folder.uri);
    engine = fake.engine;
    session = new ModelSession(fake.services, model, () => undefined);
    writeFileSync(model.fsPath, '');
  });
  afterEach(() => {
    session.dispose();
    engine.dispose();
  });
  after(() => folder.remove());

  it('shows a model whose file of labels is wrong, and what is wrong with which field', async () => {
    const recipe = { color: 'bgr', labels: 'missing.txt', mean: [0.5] } as const;
    writeFileSync(sidecar, JSON.stringify(recipe));
    await session.load();
    const { document } = session;
    assert.equal(document.error, null);
    assert.equal(document.description?.recipe.color, 'bgr', 'the other fields hold');
    assert.deepEqual(document.recipe, recipe, 'the form shows what is written');
    assert.deepEqual(
      document.faults.map(({ field, error }) => [field, error.what]),
      [['labels', 'the labels file cannot be read']],
    );
    assert.deepEqual(document.sidecar.faults, document.faults);
    assert.deepEqual(document.labelFiles, [{ name: 'names.txt', names: ['cat', 'dog'] }]);
  });

  it('writes no recipe that is wrong', async () => {
    writeFileSync(sidecar, '{"color": "rgb"}');
    await session.load();
    await assert.rejects(session.save({ labels: 'missing.txt' }), { code: 'not-found' });
    assert.equal(readFileSync(sidecar, 'utf8'), '{"color": "rgb"}');
    assert.deepEqual(session.document.sidecar.faults, [], 'what is on disk still holds');
    assert.equal(session.document.faults[0].field, 'labels');
    await session.save({ labels: 'names.txt' });
    assert.deepEqual(JSON.parse(readFileSync(sidecar, 'utf8')), { labels: 'names.txt' });
    assert.deepEqual(session.document.faults, []);
  });

  it('shows the model beside a sidecar that is no JSON', async () => {
    writeFileSync(sidecar, '{ "color": ');
    await session.load();
    assert.equal(session.document.description?.hash, 'abc');
    assert.equal(session.document.faults[0].field, null);
  });

  it('says what is wrong with a model that cannot be read, whatever its recipe', async () => {
    const broken = new ModelSession(
      fakeServices(folder.uri).services,
      vscode.Uri.joinPath(folder.uri, 'corrupt.onnx'),
      () => undefined,
    );
    await broken.load();
    assert.equal(broken.document.error?.code, 'corrupt-model');
    broken.dispose();
  });
});
