import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandLinesOf, commandLinesOfAll } from '../../src/extension/panels/explain/command-line';
import { LocalFiles } from '../../src/extension/workspace/location';
import { emptyExplain, type ExplainDocument } from '../../src/protocol/explain-document';

describe('an explanation as a command line', () => {
  const steps = { kind: 'integer' as const, name: 'steps', label: 'Steps', default: 50 };
  const window = { kind: 'numbers' as const, name: 'window', label: 'Window', default: null };
  const method = (id: string, params: readonly object[]) => ({ id, label: id, params }) as never;
  const document = {
    ...emptyExplain,
    inputs: [{ uri: 'file:///pictures/my%20dog.jpg', name: 'my dog.jpg', thumbnail: null }],
    model: { uri: 'file:///models/net.onnx', name: 'net.onnx', hash: null },
    methods: [method('gradient', []), method('integrated-gradients', [steps]), method('occlusion', [window])],
    target: 207,
    choices: [
      { method: 'gradient', selected: true, params: {}, layer: null },
      { method: 'integrated-gradients', selected: true, params: { steps: 20 }, layer: null, seed: 3 },
      {
        method: 'occlusion',
        selected: true,
        params: { window: null },
        layer: null,
        sweep: { window: [[3, 9, 9], null] },
      },
    ],
  } as ExplainDocument;
  const files = new LocalFiles(vscode.Uri.file('/nowhere'));
  const start = "saliency-lens explain '/pictures/my dog.jpg' --model /models/net.onnx --method";

  it('is one command for methods that share their options, and has a folder for each of several', async () => {
    assert.deepEqual((await commandLinesOf(document, files)).split('\n'), [
      `${start} gradient,occlusion --target 207 --out out/gradient`,
      `${start} integrated-gradients --target 207 --param steps=20 --seed 3 --out out/integrated-gradients`,
      `${start} occlusion --target 207 --param window=3x9x9 --out out/occlusion,window=3,9,9`,
    ]);
    const two = document.choices.map((choice) => ({ ...choice, params: {}, seed: undefined, sweep: undefined }));
    assert.equal(
      await commandLinesOf({ ...document, choices: two }, files),
      `${start} gradient,integrated-gradients,occlusion --target 207 --out out`,
    );
  });

  it('names what is explained of many images: two classes, several labels, images to compare with', async () => {
    const one = { ...document, choices: document.choices.slice(0, 1) };
    const line = (of: Partial<ExplainDocument>) => commandLinesOfAll({ ...one, ...of }, files, [0]);
    const out = "--out 'out/1-my dog'";
    assert.equal(await line({ against: 3 }), `${start} gradient --target 207-3 ${out}`);
    assert.equal(await line({ target: null, group: [1, 2] }), `${start} gradient --target 1 --target 2 ${out}`);
    const references = { files: ['file:///pictures/cat.png'], measure: 'distance' } as const;
    assert.equal(
      await line({ target: null, references }),
      `${start} gradient --reference /pictures/cat.png --measure distance ${out}`,
    );
  });

  it('gives each of many images a folder of its own', async () => {
    const { inputs, choices } = document;
    const second = { uri: 'file:///pictures/cat.png', name: 'cat.png', thumbnail: null };
    const many = { ...document, inputs: [...inputs, second], choices: choices.slice(0, 1) };
    assert.deepEqual((await commandLinesOfAll(many, files, [0, 1])).split('\n'), [
      `${start} gradient --target 207 --out 'out/1-my dog'`,
      'saliency-lens explain /pictures/cat.png --model /models/net.onnx --method gradient --target 207 --out out/2-cat',
    ]);
  });

  it('names a box of a detector by its place among those of its class, and refuses one that has none', async () => {
    const candidates = [
      { proposal: 5, index: 2, label: 'dog', score: 0.9, corners: [0, 0, 10, 10] },
      { proposal: 7, index: 1, label: 'cat', score: 0.8, corners: [0, 0, 10, 10] },
      { proposal: 9, index: 2, label: 'dog', score: 0.7, corners: [20, 0, 30, 10] },
      { proposal: 6, index: 2, label: 'dog', score: 0.1, corners: [40, 0, 50, 10] },
    ];
    const boxes = { candidates, scoreThreshold: 0.25, overlapThreshold: 0.5 };
    const detected = (box: object) =>
      ({ ...document, choices: document.choices.slice(0, 1), target: null, prediction: { boxes }, box }) as never;
    const line = (box: object) => commandLinesOf(detected(box), files);
    assert.equal(
      await line({ ...candidates[2], quantity: 'width' }),
      `${start} gradient --target 2 --box 2 --quantity width --out out`,
    );
    await assert.rejects(line({ ...candidates[3], quantity: 'score' }), /counts the boxes it shows/);
    await assert.rejects(
      line({ index: 2, corners: [0, 0, 9, 9], proposal: null, quantity: 'overlap' }),
      /--at x,y,w,h/,
    );
  });

  it('is nothing while nothing is explained', async () => {
    assert.equal(await commandLinesOf(emptyExplain, files), '');
  });
});
