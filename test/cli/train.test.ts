import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lens, root as project } from './lens';

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

  const onShell = process.platform === 'win32' ? [] : ['bash'];
  for (const bash of onShell)
    it('loses nothing where the disk has no room for a file, and goes on when it has', () => {
      const words = ['--network', 'logistic,mlp:hidden=64', '--folds', '1', '--epochs', '2'];
      const out = path.join(root, 'narrow');
      const args = ['train', path.join(root, 'set'), ...words, '--size', '24', '--threads', '1', '--out', out];
      const cli = path.join(project, 'dist', 'cli.js');
      const shell = 'ulimit -f 600; exec "$0" "$@"';
      const narrow = spawnSync(bash, ['-c', shell, process.execPath, cli, ...args], { encoding: 'utf8' });
      assert.equal(narrow.status, 1, narrow.stderr);
      assert.match(narrow.stderr, /mlp.*cannot be written: it is larger than a quota allows \(EFBIG\)/);
      assert.ok(narrow.stderr.trim().split('\n').at(-1)!.length < 400);
      const model = path.join(out, 'logistic', 'fold-1.onnx');
      const before = readFileSync(model);
      assert.equal(train(...words, '--out', out).status, 0);
      assert.deepEqual(readFileSync(model), before);
      assert.ok(existsSync(path.join(out, 'mlp', 'fold-1.onnx')));
    });

  it('draws the sample-size curve and answers in a sentence', () => {
    const words = ['--network', 'logistic,mlp:hidden=4', '--folds', '1', '--epochs', '1', '--least-updates', '4'];
    const { status, stdout, stderr } = train(...words, '--sizes', '16,32', '--out', path.join(root, 'curve'));
    assert.equal(status, 0, stderr);
    assert.match(stdout, /(is better than|are equal in) .*one run, so no interval/);
    assert.ok(existsSync(path.join(root, 'curve', 'sample-sizes.svg')));
    assert.match(train('--network', 'mlp', '--folds', 'none', '--out', root).stderr, /whole number/);
  });

  it('is done in parts by processes that a scheduler numbers, and writes what runs them', () => {
    const words = ['--network', 'logistic', '--folds', '2', '--epochs', '1'];
    const out = path.join(root, 'parts');
    const args = ['train', path.join(root, 'set'), ...words, '--size', '24', '--threads', '1', '--out', out];
    const scheduled = (index: number) =>
      spawnSync(process.execPath, [path.join(project, 'dist', 'cli.js'), ...args, '--shard', 'auto/2'], {
        encoding: 'utf8',
        env: { ...process.env, JOB_COMPLETION_INDEX: String(index) },
      });
    assert.match(scheduled(0).stdout, /part 1 of 2: 1 of 2 folds trained/);
    const early = lens(...args, '--merge');
    assert.equal(early.status, 1);
    assert.match(early.stderr, /1 of 2 folds is not trained: shard 2 of 2/);
    assert.equal(scheduled(1).status, 0);
    assert.match(lens(...args, '--merge').stdout, /logistic: accuracy/);
    assert.match(lens(...args, '--merge', '--shard', '1/2').stderr, /--merge is about the whole/);

    assert.equal(lens(...args, '--kubernetes', '2').status, 0);
    assert.match(
      readFileSync(path.join(out, 'kubernetes', 'parts.yaml'), 'utf8'),
      /- train\n[^]*- --shard\n *- auto\/2/,
    );
    assert.match(readFileSync(path.join(out, 'kubernetes', 'merge.yaml'), 'utf8'), /- train\n[^]*- --merge/);
    const alone = spawnSync(process.execPath, [path.join(project, 'dist', 'cli.js'), ...args, '--slurm', '2%1'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: '' },
    });
    assert.match(alone.stdout, /there is no sbatch here/);
    const script = readFileSync(path.join(out, 'slurm', 'parts.sbatch'), 'utf8');
    assert.match(script, /--array=1-2%1/);
    assert.match(script, / train .* --folds 2 .* --shard auto\/2 &/);
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
