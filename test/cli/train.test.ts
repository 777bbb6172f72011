import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lens } from './lens';

describe('saliency-lens train', function () {
  this.timeout(120_000);
  let root: string;
  before(() => {
    root = mkdtempSync(path.join(tmpdir(), 'lens-train-'));
    assert.equal(lens('dataset', 'textures:train=4:test=1', '--out', path.join(root, 'set')).status, 0);
  });
  after(() => rmSync(root, { recursive: true, force: true }));
  const train = (...words: string[]) =>
    lens('train', path.join(root, 'set'), ...words, '--size', '24', '--threads', '1');

  it('trains what is named, and its models are evaluated as any other', () => {
    const out = path.join(root, 'out');
    const words = ['--network', 'logistic,mlp:hidden=8', '--folds', '2', '--epochs', '2', '--out', out];
    const { status, stdout, stderr } = train(...words);
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /2 stratified folds of 32.*\nlogistic: accuracy .* % ± .* %, on the inputs to test with .*\nmlp: /,
    );
    assert.match(stderr, /inputs read/);
    const model = path.join(out, 'mlp', 'fold-2.onnx');
    const evaluated = ['evaluate', path.join(root, 'set', 'test'), '--model', model, '--methods', 'none'];
    const judged = lens(...evaluated, '--device', 'cpu', '--out', path.join(root, 'judged'));
    assert.match(judged.stdout, /fold-2: accuracy/);
  });

  it('prints its result as JSON', () => {
    const { status, stdout } = train(
      '--network',
      'logistic',
      '--folds',
      '1',
      '--epochs',
      '1',
      '--out',
      path.join(root, 'json'),
      '--json',
    );
    assert.equal(status, 0);
    const said = JSON.parse(stdout) as { networks: { folds: { model: string }[] }[] };
    assert.ok(existsSync(path.join(root, 'json', said.networks[0].folds[0].model)));
  });

  it('names what is wrong with its arguments', () => {
    const out = ['--out', path.join(root, 'wrong')];
    for (const [words, what] of [
      [['--network', 'cnm'], /no network cnm/],
      [['--network', 'cnn', '--folds', '0'], /whole number from 1/],
      [['--network', 'cnn', '--label-smoothing', '2'], /from 0 to below 1/],
      [[], /--network/],
    ] as const) {
      const { status, stderr } = train(...words, ...out);
      assert.equal(status, 2);
      assert.match(stderr, what);
    }
    assert.match(lens('train', '--help').stdout, /gru: .*units=6/);
  });
});
