import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { ModelSession } from '../../src/extension/panels/model/session';
import { useLabels } from '../../src/extension/panels/recipe';
import type { Services } from '../../src/extension/services';
import { RecipeRewrites } from '../../src/extension/workspace/rewrites';
import type { Loading } from '../../src/protocol/loading';
import { fakeServices, temporaryFolder } from './support/services';

describe('the check of a recipe without its page', () => {
  const folder = temporaryFolder();
  let engine: EngineProcess;
  let services: Services;
  const told: Loading<unknown>[] = [];
  const opened = async (name: string): Promise<ModelSession> => {
    const model = vscode.Uri.joinPath(folder.uri, name);
    writeFileSync(model.fsPath, '');
    const session = new ModelSession(services, model, (message) => {
      if (message.kind === 'update' && message.changes.check) told.push(message.changes.check);
    });
    await session.load();
    return session;
  };
  const place = (...names: string[]): vscode.Uri => vscode.Uri.joinPath(folder.uri, ...names);
  beforeEach(() => {
    told.length = 0;
    ({ services, engine } = fakeServices(folder.uri));
  });
  afterEach(() => engine.dispose());
  after(() => folder.remove());

  it('says what it will take on the folder that has labels, and runs nothing by itself', async () => {
    const session = await opened('net.onnx');
    await session.planCheck([place('photos', 'cat'), place('photos')]);
    const { checkFolder, checkPlan, check } = session.document;
    assert.equal(checkFolder?.name, 'photos');
    assert.equal(checkPlan.state === 'done' && checkPlan.value.passes, 36);
    assert.equal(check.state, 'none');
    await session.planCheck([place('a'), place('b')]);
    assert.equal(session.document.checkFolder?.name, 'a', 'where nothing has labels, that of the image');
    session.dispose();
  });

  it('looks at the folder of another image', async () => {
    mkdirSync(place('photos').fsPath, { recursive: true });
    const session = await opened('net.onnx');
    session.useInput(place('photos', 'a.png'));
    for (let i = 0; i < 200 && session.document.checkPlan.state !== 'done'; i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(session.document.checkFolder?.name, 'photos');
    session.dispose();
  });

  it('tells how far it is, and keeps what it found', async () => {
    const session = await opened('net.onnx');
    await session.planCheck([place('photos')]);
    await session.check();
    assert.deepEqual(
      told.flatMap((one) => (one.state === 'loading' && one.done !== undefined ? [[one.done, one.of]] : [])),
      [
        [1, 3],
        [2, 3],
        [3, 3],
      ],
    );
    const { check } = session.document;
    assert.equal(check.state === 'done' && check.value.check.folder, place('photos').fsPath);
    session.dispose();
  });

  it('begins by itself with images that were chosen for it', async () => {
    const session = await opened('net.onnx');
    await session.planCheck([place('photos')]);
    await session.check();
    await session.checkWith(place('others'));
    const { check } = session.document;
    assert.equal(check.state === 'done' && check.value.check.folder, place('others').fsPath);
    session.dispose();
  });

  it('is cancelled without a trace', async () => {
    const session = await opened('slow.onnx');
    await session.planCheck([place('photos')]);
    const running = session.check();
    while (!told.some((one) => one.state === 'loading' && one.done === 1))
      await new Promise((resolve) => setTimeout(resolve, 5));
    session.cancelCheck();
    await running;
    assert.equal(session.document.check.state, 'none');
    session.dispose();
  });

  it('writes the sidecar and has what is shown made anew, a wrong recipe never', async () => {
    const session = await opened('net.onnx');
    const model = place('net.onnx');
    await session.adopt({ color: 'bgr' });
    const read = (): unknown => JSON.parse(readFileSync(`${model.fsPath}.lens.json`, 'utf8'));
    assert.deepEqual(read(), { color: 'bgr' });
    assert.equal(services.rewrites.take(model), true);
    await assert.rejects(session.adopt({ labels: 'missing.txt' }), { code: 'not-found' });
    assert.deepEqual(read(), { color: 'bgr' });
    await session.save({ color: 'rgb' });
    assert.equal(services.rewrites.take(model), false, 'saving the form only says that it has changed');
    session.dispose();
  });

  it('stays in sight once what it found is written, and is forgotten with another recipe', async () => {
    const session = await opened('found.onnx');
    await session.planCheck([place('photos')]);
    await session.check();
    await session.adopt({ color: 'bgr' });
    await session.load();
    const { check } = session.document;
    assert.ok(check.state === 'done');
    const { verdict, families } = check.value.check;
    assert.equal(verdict, 'Written to found.onnx.lens.json; 11 of 12 right.');
    assert.deepEqual(
      families[0].candidates.map(({ label, isCurrent }) => [label, isCurrent]),
      [
        ['bgr', true],
        ['rgb', false],
      ],
    );
    await session.save({ color: 'rgb' });
    await session.load();
    assert.equal(session.document.check.state, 'none');
    session.dispose();
  });

  it('names classes by a file beside the model and keeps the other fields', async () => {
    const model = place('labelled.onnx');
    writeFileSync(`${model.fsPath}.lens.json`, '{"color": "bgr"}');
    const changed: string[] = [];
    const rewrites = new RecipeRewrites((uri) => changed.push(path.basename(uri.path)));
    await useLabels({ rewrites }, model, 'names.txt');
    assert.deepEqual(JSON.parse(readFileSync(`${model.fsPath}.lens.json`, 'utf8')), {
      color: 'bgr',
      labels: 'names.txt',
    });
    assert.deepEqual(changed, ['labelled.onnx'], 'outside the workspace nothing else would tell');
    assert.deepEqual([rewrites.take(model), rewrites.take(model)], [true, false]);
  });

  it('takes no change for its own where a recipe could not be written', async () => {
    writeFileSync(place('no-folder').fsPath, '');
    const model = vscode.Uri.joinPath(place('no-folder'), 'net.onnx');
    const rewrites = new RecipeRewrites(() => undefined);
    await assert.rejects(rewrites.write(model, {}));
    assert.equal(rewrites.take(model), false);
  });
});
