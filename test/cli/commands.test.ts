import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Preprocessing } from '../../src/protocol/recipe';

const root = path.resolve(__dirname, '../..');
const model = 'samples/models/faces-cnn.onnx';
const image = 'samples/faces/test/sunglasses/sunglasses-00.png';

/** Runs the built command as a user does. */
function lens(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...words], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return { status, stdout, stderr };
}

describe('the command line', function () {
  this.timeout(120_000);
  let out: string;
  beforeEach(() => (out = mkdtempSync(path.join(tmpdir(), 'lens-cli-'))));
  afterEach(() => rmSync(out, { recursive: true, force: true }));

  it('has help for every command', () => {
    const { status, stdout } = lens('--help');
    assert.equal(status, 0);
    for (const command of ['info', 'explain', 'evaluate', 'compare', 'filters', 'scattering', 'replay']) {
      assert.match(stdout, new RegExp(`\\b${command}\\b`));
      assert.equal(lens(command, '--help').status, 0);
    }
  });

  it('describes a model as one JSON value', () => {
    const { status, stdout } = lens('info', model, '--json');
    assert.equal(status, 0);
    const said = JSON.parse(stdout) as { layers: unknown[]; hash: string };
    assert.ok(said.layers.length > 10 && said.hash.length > 10);
  });

  it('explains an image: a map, an image and a description per method', () => {
    const words = [
      'explain',
      image,
      '--model',
      model,
      '--method',
      'grad-cam,gradient',
      '--target',
      'sunglasses',
      '--device',
      'cpu',
      '--out',
      out,
      '--json',
    ];
    const { status, stdout } = lens(...words);
    assert.equal(status, 0);
    const said = JSON.parse(stdout) as {
      target: unknown;
      predictions: { label: string }[];
      methods: { method: string; file: string; image: string }[];
    };
    assert.equal(said.predictions[0].label, 'sunglasses');
    assert.deepEqual(
      said.methods.map(({ method }) => method),
      ['grad-cam', 'gradient'],
    );
    assert.deepEqual(JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')), said);
    for (const { file, image } of said.methods)
      assert.ok([file, image].every((name) => existsSync(path.join(out, name))));
    assert.match(
      readFileSync(path.join(out, 'grad-cam.npy')).subarray(10, 100).toString('latin1'),
      /\(1, 1, 128, 128\)/,
    );
  });

  it('goes on after a method that fails, and tells of it', () => {
    const words = [
      'explain',
      image,
      '--model',
      model,
      '--method',
      'attention-rollout,gradient',
      '--out',
      out,
      '--json',
    ];
    const { status, stdout, stderr } = lens(...words, '--device', 'cpu');
    assert.equal(status, 1);
    type Told = {
      methods: { method: string }[];
      failed: { method: string; error: { what: string } }[];
      error: { what: string };
    };
    for (const text of [stdout, readFileSync(path.join(out, 'result.json'), 'utf8')]) {
      const { methods, failed, error } = JSON.parse(text) as Told;
      assert.deepEqual(
        [methods.map((m) => m.method), failed.map((m) => m.method)],
        [['gradient'], ['attention-rollout']],
      );
      assert.match(error.what, /attention/);
    }
    assert.ok(existsSync(path.join(out, 'gradient.npy')));
    assert.match(stderr, /attention-rollout: no attention/);
  });

  it('states the whole recipe, and tells what of it was guessed and where to state it', () => {
    const bare = path.join(out, 'bare.onnx');
    copyFileSync(path.join(root, model), bare);
    const words = ['--method', 'gradient', '--device', 'cpu', '--out', path.join(out, 'results'), '--json'];
    const guessed = lens('explain', image, '--model', bare, ...words);
    assert.equal(guessed.status, 0);
    const { recipe } = JSON.parse(guessed.stdout) as { recipe: Preprocessing };
    assert.deepEqual(
      [recipe.range, recipe.mean, recipe.std],
      [
        [0, 1],
        [0, 0, 0],
        [1, 1, 1],
      ],
    );
    assert.deepEqual(
      recipe.guessed.map(({ field }) => field),
      ['color', 'range', 'mean', 'std', 'fit'],
    );
    assert.match(guessed.stderr, /guessed of the preprocessing: .*range, mean, std \(.*\).*bare\.onnx\.lens\.json/);
    const evaluated = lens(
      'evaluate',
      'samples/faces/test',
      '--model',
      bare,
      '--methods',
      'none',
      '--limit',
      '2',
      ...words.slice(2),
    );
    const summary = JSON.parse(evaluated.stdout) as { models: { recipe: Preprocessing }[] };
    assert.deepEqual(summary.models[0].recipe, recipe);
    assert.match(evaluated.stderr, /guessed of the preprocessing.*bare\.onnx\.lens\.json/);
    const told = { color: 'rgb', range: [0, 1], mean: [0.5, 0.4, 0.3], std: [0.25, 0.25, 0.25], fit: 'fill' };
    writeFileSync(`${bare}.lens.json`, JSON.stringify(told));
    const stated = lens('explain', image, '--model', bare, ...words);
    const result = JSON.parse(stated.stdout) as { recipe: Preprocessing };
    assert.deepEqual([result.recipe.mean, result.recipe.guessed], [told.mean, []]);
    assert.doesNotMatch(stated.stderr, /guessed/);
  });

  it('judges predictions only where the methods are none, whatever a suite holds', () => {
    const suite = path.join(out, 'a.lens-suite.json');
    writeFileSync(suite, JSON.stringify({ methods: ['gradient'], metrics: ['sparseness'], pairs: ['pearson'] }));
    const { status, stdout, stderr } = lens(
      'evaluate',
      'samples/faces/test',
      '--suite',
      suite,
      '--model',
      model,
      '--methods',
      'none',
      '--limit',
      '3',
      '--device',
      'cpu',
      '--out',
      out,
      '--json',
    );
    assert.equal(status, 0, stderr);
    const said = JSON.parse(stdout) as {
      images: number;
      methods: unknown[];
      columns: unknown[];
      comparisons: unknown[];
      models: { classification: unknown }[];
    };
    assert.deepEqual([said.images, said.methods, said.columns, said.comparisons], [3, [], [], []]);
    assert.ok(said.models[0].classification);
  });

  it('judges no explanation where the metrics are none, and prints that in its command', () => {
    const suite = path.join(out, 'a.lens-suite.json');
    writeFileSync(
      suite,
      JSON.stringify({ methods: ['gradient', 'grad-cam'], metrics: ['sparseness'], pairs: ['pearson'] }),
    );
    const { status, stdout, stderr } = lens(
      'evaluate',
      'samples/faces/test',
      '--suite',
      suite,
      '--model',
      model,
      '--metrics',
      'none',
      '--limit',
      '2',
      '--device',
      'cpu',
      '--out',
      out,
      '--json',
    );
    assert.equal(status, 0, stderr);
    const said = JSON.parse(stdout) as {
      methods: { name: string }[];
      columns: unknown[];
      comparisons: unknown[];
      command: string;
    };
    assert.deepEqual(
      [said.methods.map(({ name }) => name), said.columns, said.comparisons.length],
      [['gradient', 'grad-cam'], [], 1],
    );
    assert.match(said.command, / --methods gradient,grad-cam --metrics none --pairs pearson /);
  });

  it('reads a printed command back that names several layers', () => {
    const { layers } = JSON.parse(lens('info', model, '--json').stdout) as {
      layers: { tensor: string; kind: string }[];
    };
    const layer = layers
      .filter(({ tensor }) => /relu/i.test(tensor))
      .slice(0, 2)
      .map(({ tensor }) => tensor)
      .join();
    assert.match(layer, /,/);
    const suite = path.join(out, 'a.lens-suite.json');
    writeFileSync(suite, JSON.stringify({ methods: [{ method: 'grad-cam', layer }], metrics: ['sparseness'] }));
    const common = ['--limit', '2', '--device', 'cpu', '--json', '--out'];
    const first = lens(
      'evaluate',
      'samples/faces/test',
      '--suite',
      suite,
      '--model',
      model,
      ...common,
      path.join(out, 'first'),
    );
    assert.equal(first.status, 0, first.stderr);
    const said = JSON.parse(first.stdout) as { command: string; methods: object };
    const methods = / --methods '([^']+)' /.exec(said.command)?.[1] ?? said.command;
    const again = lens(
      'evaluate',
      'samples/faces/test',
      '--methods',
      methods,
      '--metrics',
      'sparseness',
      '--model',
      model,
      ...common,
      path.join(out, 'again'),
    );
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual((JSON.parse(again.stdout) as typeof said).methods, said.methods);
  });

  it('ends with status 2 and one sentence for wrong arguments', () => {
    const wrong = [
      ['explain', image, '--model', model, '--method', 'telepathy', '--out', out],
      ['explain', image, '--model', model, '--method', 'gradient', '--param', 'steps', '--out', out],
      ['explain', image, '--model', model, '--method', 'gradient', '--target', 'moustache', '--out', out],
      ['explain', image, '--out', out],
      ['levitate'],
    ];
    for (const words of wrong) {
      const { status, stdout, stderr } = lens(...words);
      assert.equal(status, 2, `${words.join(' ')}: ${status} ${stderr}`);
      assert.equal(stdout, '');
      assert.doesNotMatch(stderr, /^\s+at /m, 'no stack');
    }
  });

  it('ends with status 1 and says what, where and what next for bad input', () => {
    const broken = path.join(out, 'broken.onnx');
    writeFileSync(broken, readFileSync(path.join(root, model)).subarray(0, 5000));
    const odd = path.join(out, 'odd.png');
    writeFileSync(odd, 'no image');
    mkdirSync(path.join(out, 'empty'));
    const bad: [string[], RegExp][] = [
      [['info', broken], /broken\.onnx/],
      [['info', path.join(out, 'nowhere.onnx')], /nowhere\.onnx/],
      [['explain', odd, '--model', model, '--method', 'gradient', '--out', out], /odd\.png/],
      [
        [
          'evaluate',
          path.join(out, 'empty'),
          '--model',
          model,
          '--methods',
          'gradient',
          '--metrics',
          'sparseness',
          '--out',
          out,
        ],
        /empty/,
      ],
    ];
    for (const [words, names] of bad) {
      const { status, stderr } = lens(...words);
      assert.equal(status, 1, `${words.join(' ')}: ${status} ${stderr}`);
      assert.match(stderr, names);
      assert.match(stderr.trim(), /^saliency-lens: [^\n]+$/m);
    }
  });

  it('tells an error as JSON, too', () => {
    const { status, stdout } = lens('info', path.join(out, 'nowhere.onnx'), '--json');
    assert.equal(status, 1);
    assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, 'not-found');
  });

  it('stops at an interrupt with status 130 and keeps what a method that can stop anywhere had', async () => {
    // The second method never runs: what the first had is described all the same.
    const words = [
      'explain',
      image,
      '--model',
      model,
      '--method',
      'occlusion,rise',
      '--param',
      'strides=3x1x1',
      '--device',
      'cpu',
      '--out',
      out,
    ];
    const child = spawn(process.execPath, ['dist/cli.js', ...words], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.once('data', () => child.kill('SIGINT'));
    const status = await new Promise((ended) => child.once('exit', (code) => ended(code)));
    assert.equal(status, 130);
    const { methods } = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as {
      methods: { warnings: string[] }[];
    };
    assert.equal(methods[0].warnings.length, 1);
  });
});
