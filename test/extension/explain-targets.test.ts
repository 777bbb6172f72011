import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { valueOf } from '../../src/protocol/loading';
import type { ExplainInput } from '../../src/protocol/explain-document';
import { explanationForEach } from './support/explanations';

describe('what an explain session explains', () => {
  const own = explanationForEach();

  it('shows the images of a folder nearest to the one shown, until it shows another', async () => {
    await own.session.open([own.input('a.png'), own.input('b.png')], own.model('fast.onnx'));
    await own.until('done');
    const asShown = (files: readonly vscode.Uri[]): ExplainInput[] =>
      files.map((uri) => ({ ...own.input('n.png'), uri: uri.toString() }));
    await own.session.showNearest({ folder: own.storage.uri, toReferences: false }, asShown);
    const value = valueOf(own.session.document.nearest)!;
    assert.deepEqual(
      value.images.map(({ uri, similarity }) => [uri, similarity]),
      [[vscode.Uri.file('/near/one.png').toString(), 0.9]],
    );
    assert.ok(
      own.messages.some((message) => message.kind === 'update' && message.changes.nearest?.state === 'loading'),
    );
    await own.session.select(1);
    assert.equal(own.session.document.nearest.state, 'none');
    await own.until('done');
  });

  it('knows the true class of an image whose folder is called by one, and of one that it is told of', async () => {
    await own.session.open(
      [own.input('Cat/a.png'), own.input('b.png'), { ...own.input('c.png'), truth: 'dog' }],
      own.model('fast.onnx'),
    );
    const truth = (): string | undefined => own.session.document.inputs[own.session.document.current].truth;
    assert.equal(truth(), 'cat');
    await own.session.select(1);
    assert.equal(truth(), undefined);
    await own.session.select(2);
    assert.equal(truth(), 'dog');
    await own.until('done');
  });

  it('explains a box of the image as what the detector has there, and the surest one where that cannot be told', async () => {
    const box = { index: 1, corners: [2, 4, 6, 8] } as const;
    await own.session.open([own.input('a.png')], own.model('fast.onnx'), { box });
    assert.deepEqual(own.session.document.box, { index: 1, corners: [1, 2, 3, 4], proposal: 7, quantity: 'score' });
    await own.session.open([own.input('a.png')], own.model('corrupt.onnx'), { box });
    assert.equal(own.session.document.box, null);
  });

  it('shows nothing of the image before while a box is looked for, and drops it once another image is opened', async () => {
    const box = { index: 1, corners: [2, 4, 6, 8] } as const;
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    await own.until('done');
    const looking = own.session.open([own.input('b.png')], own.model('fast.onnx'), { box });
    const { prediction, cards, busy } = own.session.document;
    assert.deepEqual([prediction, cards, busy], [null, [], true]);
    await Promise.all([looking, own.session.open([own.input('c.png')], own.model('fast.onnx'))]);
    await own.until('done');
    assert.equal(own.session.document.box, null);
  });

  it('explains several classes together, and how near the image is to others, for every image of the strip', async () => {
    await own.session.open([own.input('a.png'), own.input('b.png')], own.model('fast.onnx'));
    await own.until('done');
    const first = own.card('grad-cam');
    await own.session.explanation.retarget({ target: null, region: null, box: null, group: [0, 1] });
    assert.notEqual(own.card('grad-cam'), first, 'several classes are another target');
    await own.until('done');
    const image = vscode.Uri.parse(own.session.document.inputs[1].uri);
    await own.session.explanation.addReferences([image]);
    await own.until('done');
    await own.session.explanation.addReferences([image]);
    assert.deepEqual(own.session.document.references, { files: [image.toString()], measure: 'similarity' });
    assert.equal(own.session.document.group, null);
    await own.session.select(1);
    await own.until('done');
    assert.equal(own.session.document.references?.files.length, 1);
  });

  it('says how the model is fed, and predicts anew once its recipe was changed, for the same class', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    await own.until('done');
    for (let i = 0; i < 100 && !own.session.document.recipe; i++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const { named, labelFiles } = own.session.document.recipe!;
    assert.deepEqual([named, labelFiles.map(({ name }) => name)], [0, ['names.txt']]);
    await own.session.explanation.retarget({ target: 1, region: null, box: null });
    await own.until('done');
    const { prediction } = own.session.document;
    await own.session.modelChanged();
    assert.equal(own.session.document.outdated, true);
    await own.session.explanation.run();
    assert.equal(own.session.document.outdated, false);
    assert.notEqual(own.session.document.prediction, prediction, 'of the new recipe');
    assert.equal(own.session.document.target, 1);
  });

  it('shows every layer for the target and the region of the cards, and drops the answer when they change', async () => {
    await own.session.open([own.input('a.png')], own.model('fast.onnx'));
    await own.until('done');
    const region = { dims: [2, 2], data: Float32Array.of(0, 1, 0, 0) };
    await own.session.explanation.retarget({ target: 1, region, box: null });
    await own.session.explanation.showLayers();
    const shown = own.session.document.layerOverview as unknown as { request: object };
    const { target, targetRegion } = shown.request as { target?: number; targetRegion?: typeof region };
    assert.deepEqual([target, targetRegion?.dims, [...(targetRegion?.data ?? [])]], [1, [2, 2], [0, 1, 0, 0]]);
    const asked = own.session.explanation.showLayers();
    await own.session.explanation.retarget({
      target: 1,
      region: { ...region, data: Float32Array.of(1, 0, 0, 0) },
      box: null,
    });
    await asked;
    assert.equal(own.session.document.layerOverview, null, 'it belongs to another region');
    await own.until('done');
  });
});
