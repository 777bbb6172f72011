import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { suiteFileOf } from '../../src/extension/panels/evaluation/suite-file';
import { exportCards } from '../../src/extension/panels/explain/exporting';
import { encodeNpy } from '../../src/extension/workspace/npy';
import { exists, nameOf } from '../../src/extension/workspace/location';
import { emptyExplain, type ExplainDocument } from '../../src/protocol/explain-document';
import { temporaryFolder } from './support/services';

const map = { dims: [1, 2, 2], data: Float32Array.from([1, -2, 0.5, 1e-9]) };

describe('exports', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());

  it('write NumPy files with an aligned header', () => {
    const bytes = encodeNpy(map);
    const header = new TextDecoder('latin1').decode(bytes.subarray(0, 128));
    assert.equal(bytes[0], 0x93);
    assert.match(header, /^.NUMPY..v?/s);
    assert.match(header, /'descr': '<f4', 'fortran_order': False, 'shape': \(1, 2, 2\)/);
    const start = 10 + bytes[8] + 256 * bytes[9];
    assert.equal(start % 64, 0);
    assert.equal(bytes[start - 1], 0x0a);
    assert.deepEqual(new Float32Array(bytes.slice(start).buffer), map.data);
  });

  it('put images, maps and their description into the output folder', async () => {
    const result = {
      method: 'gradient',
      params: {},
      seed: 3,
      layer: null,
      device: 'cpu' as const,
      map,
      forwardPasses: 1,
      backwardPasses: 1,
      sharedPasses: 0,
      leastPasses: 2,
      seconds: 0.1,
      completeness: null,
      warnings: [],
    };
    const input = { path: 'a.png', image: null, signal: null };
    const document = {
      inputs: [{ uri: vscode.Uri.joinPath(folder.uri, 'a.png').toString(), name: 'a.png', thumbnail: null }],
      current: 0,
      model: { uri: vscode.Uri.joinPath(folder.uri, 'net.onnx').toString(), name: 'net.onnx', hash: 'abc' },
      target: null,
      recipe: { preprocessing: { color: 'bgr', guessed: [] } },
      prediction: {
        input,
        predictions: [{ index: 4, label: 'cat', probability: 0.9, logit: 2 }],
        dense: null,
        seconds: 0,
        device: 'cpu',
      },
      cards: [
        { method: 'gradient', state: 'done', result },
        { method: 'lime', state: 'done', result: { ...result, method: 'lime', standardError: result.map } },
        { method: 'rise', state: 'cancelled', passes: 0, expectedPasses: null, map: null },
      ],
    } as unknown as ExplainDocument;
    const { folder: written, names } = await exportCards(document, {
      format: 'all',
      card: null,
      images: [
        { card: 'gradient', png: Uint8Array.of(1, 2) },
        { card: 'lime', png: Uint8Array.of(3), standardError: true },
      ],
    });
    assert.deepEqual(names, [
      'gradient.png',
      'lime.stderr.png',
      'gradient.npy',
      'lime.npy',
      'lime.stderr.npy',
      'result.json',
    ]);
    assert.ok(written.path.endsWith('/.saliency-lens/a-net'), written.path);
    const text = new TextDecoder().decode(
      await vscode.workspace.fs.readFile(vscode.Uri.joinPath(written, 'result.json')),
    );
    const { modelHash, target, predictions, methods, recipe } = JSON.parse(text) as Record<string, unknown> & {
      methods: Record<string, unknown>[];
    };
    assert.deepEqual(recipe, { color: 'bgr', guessed: [] });
    assert.deepEqual([modelHash, target, predictions], ['abc', 4, [{ index: 4, label: 'cat', score: 0.9, logit: 2 }]]);
    const saved = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(written, 'gradient.npy'));
    assert.match(new TextDecoder('latin1').decode(saved.subarray(0, 128)), /'shape': \(1, 1, 2, 2\)/);
    assert.deepEqual(
      methods.map(({ standardErrorFile, standardError }) => [standardErrorFile, standardError]),
      [
        [undefined, undefined],
        ['lime.stderr.npy', undefined],
      ],
    );
    assert.deepEqual(
      [methods[0].method, methods[0].seed, methods[0].file, methods[0].image, methods[0].map],
      ['gradient', 3, 'gradient.npy', 'gradient.png', undefined],
    );
  });

  it('write nothing where there is no map', async () => {
    const input = vscode.Uri.joinPath(folder.uri, 'none', 'b.png');
    const document = {
      ...emptyExplain,
      inputs: [{ uri: input.toString(), name: 'b.png', thumbnail: null }],
      cards: [{ method: 'rise', state: 'cancelled', passes: 0, expectedPasses: null, map: null }],
    } as ExplainDocument;
    const { folder: place, names } = await exportCards(document, { format: 'all', card: null, images: [] });
    assert.deepEqual([names, await exists(place)], [[], false]);
  });

  it('name a suite with its ending once, however often a dialog adds it', () => {
    const named = (name: string): string => nameOf(suiteFileOf(vscode.Uri.joinPath(folder.uri, name)));
    const all = [
      'cifar',
      'cifar.json',
      'cifar.lens-suite',
      'cifar.lens-suite.json',
      'cifar.lens-suite.json.lens-suite.json',
    ];
    assert.deepEqual(new Set(all.map(named)), new Set(['cifar.lens-suite.json']));
    assert.equal(named('v1.2.lens-suite.json'), 'v1.2.lens-suite.json');
  });
});
