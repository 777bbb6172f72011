import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ExplainSession } from '../../src/extension/panels/explain/session';
import { Snapshot } from '../../src/extension/panels/snapshot';
import { sidecarOf } from '../../src/extension/workspace/location';
import { readSidecar } from '../../src/extension/workspace/sidecar';
import type { ExplainDocument } from '../../src/protocol/explain-document';
import type { ExplainToPanel } from '../../src/protocol/explain-panel';
import { explanationForEach } from './support/explanations';

describe('an explain session', () => {
  const own = explanationForEach();

  it('predicts, runs the default methods and describes the model', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    assert.equal(own.session.document.prediction?.predictions[0].label, 'cat');
    await own.until('done');
    assert.deepEqual(
      own.session.document.cards.map(({ method }) => method),
      ['grad-cam'],
    );
    const states = own.messages.flatMap((message) => (message.kind === 'card' ? [message.card.state] : []));
    assert.deepEqual([states[0], states.at(-1)], ['waiting', 'done']);
    assert.ok(states.includes('running'));
    assert.equal(own.session.document.model?.hash, 'abc');
  });

  it('goes on from a single image to those of its folder, and stays at the ends', async () => {
    const { session } = own;
    await session.open([own.input('b.png')], own.model('fast.onnx'));
    const beside = ['a.png', 'b.png', 'c.png'].map((name) => own.input(name));
    assert.equal(await session.goBeside(beside, 1), true);
    assert.deepEqual([session.document.inputs, session.document.current], [beside, 2]);
    await session.goBeside(beside, 1);
    assert.equal(session.document.current, 2);
    assert.equal(await session.goBeside(beside.slice(2), 1), false, 'there is no other');
    await own.until('done');
  });

  it('keeps the methods that were chosen from one image of the same results to the next', async () => {
    const { session } = own;
    const evaluation = { out: '/out', folder: '/faces', models: [], methods: [] };
    const chosen = (): string[] => session.document.choices.flatMap((one) => (one.selected ? [one.method] : []));
    const open = (name: string, method: string): Promise<void> =>
      session.open([own.input(name)], own.model('fast.onnx'), {
        only: { method, params: {} },
        evaluation: { ...evaluation },
      });
    await open('a.png', 'grad-cam');
    assert.deepEqual(chosen(), ['grad-cam']);
    const choices = session.document.choices.map((one) => ({ ...one, selected: one.method === 'gradient' }));
    await session.choose(choices, false);
    await open('b.png', 'grad-cam');
    assert.deepEqual(chosen(), ['gradient']);
    await open('b.png', 'gradient');
    await open('b.png', 'grad-cam');
    assert.deepEqual(chosen(), ['grad-cam'], 'another method of the results is asked for');
    await own.until('done');
  });

  it('says everything to a page that was loaded again, what the methods cost, too', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    const costs = own.messages.filter(({ kind }) => kind === 'costs').at(-1);
    own.messages = [];
    own.session.tellAll();
    assert.deepEqual(own.messages, [{ kind: 'document', document: own.session.document }, costs]);
    await own.until('done');
  });

  it('keeps thresholds of labels in the sidecar, and makes nothing anew for them', async () => {
    const of = own.model('fast.onnx');
    await own.session.open([own.input('a.png')], of);
    await own.until('done');
    await own.session.thresholds.write([0.25, 0.75]);
    assert.deepEqual((await readSidecar(of)).thresholds, [0.25, 0.75]);
    const kept = own.session.document.prediction!.predictions.map(({ index, threshold }) => [index, threshold]);
    assert.deepEqual(kept.slice(0, 1), [[0, 0.25]]);
    await own.session.modelChanged();
    assert.equal(own.session.document.outdated, false);
    await own.session.modelChanged();
    assert.equal(own.session.document.outdated, true, 'any other change is one');
    await vscode.workspace.fs.delete(sidecarOf(of));
  });

  it('asks what a model takes beside the image, with what its recipe says of it', async () => {
    const { fs } = vscode.workspace;
    const sidecar = vscode.Uri.joinPath(own.storage.uri, 'pair.onnx.lens.json');
    await fs.writeFile(sidecar, Buffer.from(JSON.stringify({ inputs: { other: 0 } })));
    await own.session.open([own.input('a.png')], own.model('pair.onnx'));
    await own.until('done');
    const { all, stated } = own.session.document.modelInputs!;
    assert.deepEqual([all.map(({ name }) => name), stated], [['image', 'other'], { other: 0 }]);
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    await own.until('done');
    assert.equal(own.session.document.modelInputs, null);
  });

  it('shows a bad input as one error and takes the next good one', async () => {
    await own.session.open([own.input('broken.png'), own.input('a.png')], own.model('fast.onnx'));
    assert.equal(own.session.document.error?.code, 'corrupt-image');
    assert.deepEqual(own.session.document.cards, []);
    await own.session.select(1);
    assert.equal(own.session.document.error, null);
    await own.until('done');
  });

  it('says so where there is no model', async () => {
    await own.session.open([own.input('a.png')], undefined);
    assert.equal(own.session.document.error?.code, 'not-found');
  });

  it('comes back after a reload without computing finished maps again', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    const finished = await own.until('done');
    await new Promise((resolve) => setTimeout(resolve, 800));
    const stored = await new Snapshot<ExplainDocument>(own.storage.uri, 'explain').load();
    assert.ok(stored);
    const later: ExplainToPanel[] = [];
    const other = new ExplainSession(own.services, new Snapshot<ExplainDocument>(undefined, 'explain'), (message) =>
      later.push(message),
    );
    await other.restore(stored, stored.inputs);
    const [shown] = other.document.cards;
    assert.equal(shown.state, 'done');
    assert.deepEqual(shown.state === 'done' && shown.result.map, finished.state === 'done' && finished.result.map);
    assert.equal(
      later.some(({ kind }) => kind === 'card'),
      false,
    );
    other.dispose();
  });
});
