import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lens } from './lens';
import type { LearnedResult } from '../../src/protocol/explainer';

describe('saliency-lens learn', function () {
  this.timeout(120_000);
  const root = mkdtempSync(path.join(tmpdir(), 'lens-learn-'));
  const model = path.join(root, 'signals.onnx');
  const [signals, signal] = ['samples/signals/test', 'samples/signals/test/step/step-00.npy'];
  before(() => {
    copyFileSync('samples/models/signals-cnn1d.onnx', model);
    copyFileSync('samples/models/signals-cnn1d.onnx.lens.json', `${model}.lens.json`);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('keeps an explainer beside the model, which then explains in one pass and says how faithful it is', () => {
    const explain = () => lens('explain', signal, '--model', model, '--method', 'l2x', '--out', root);
    assert.match(explain().stderr, /no explainer has been learned for this model/);
    const learned = lens('learn', model, signals, '--epochs', '2', '--threads', '1');
    assert.equal(learned.status, 0, learned.stderr);
    assert.match(learned.stdout, /learned from 32 inputs of test, judged by 8 others\n4 of 32 cells of 8/);
    assert.match(learned.stdout, /cells drawn at random +[\d.]+ %/);
    const { status, stdout } = explain();
    assert.equal(status, 0);
    assert.match(stdout, /Learned from 32 inputs of test; by its 4 of 32 cells alone .*post-hoc accuracy/);
    const { methods } = JSON.parse(readFileSync(path.join(root, 'result.json'), 'utf8')) as {
      methods: { basis: { faithfulness: number } }[];
    };
    assert.ok(methods[0].basis.faithfulness >= 0 && methods[0].basis.faithfulness <= 1);
  });

  it('prints its result as JSON', () => {
    const { status, stdout } = lens(
      'learn',
      model,
      signals,
      '--epochs',
      '1',
      '--limit',
      '20',
      '--features',
      '2',
      '--json',
    );
    assert.equal(status, 0);
    const { path: place, facts } = JSON.parse(stdout) as LearnedResult;
    assert.ok(existsSync(place));
    assert.deepEqual([facts.choices.features, facts.choices.epochs, facts.data.inputs], [2, 1, 16]);
  });

  it('refuses what cannot be', () => {
    assert.match(
      lens('learn', model, signals, '--features', '32').stderr,
      /32 features are to be kept, and an input has 32/,
    );
    assert.equal(lens('learn', model, signals, '--temperature', '0').status, 2);
    assert.match(lens('learn', model, signals, '--hidden', 'black').stderr, /the inputs are no images/);
  });
});
