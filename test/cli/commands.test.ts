import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { encodeOnnxFile } from '../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../src/engine/graph/builder';
import { int } from '../../src/engine/graph/model';
import { decodeNpy, encodeNpy } from '../../src/engine/tensor/npy';
import { floats } from '../../src/engine/tensor/tensor';
import type { Preprocessing } from '../../src/protocol/recipe';
import { image, lens, model, root } from './lens';

describe('the command line', function () {
  this.timeout(120_000);
  let out: string;
  beforeEach(() => (out = mkdtempSync(path.join(tmpdir(), 'lens-cli-'))));
  afterEach(() => rmSync(out, { recursive: true, force: true }));

  it('has help for every command', () => {
    const { status, stdout } = lens('--help');
    assert.equal(status, 0);
    for (const command of [
      'info',
      'explain',
      'evaluate',
      'compare',
      'filters',
      'scattering',
      'train',
      'dataset',
      'replay',
    ]) {
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

  it('says that a bare number is read as two classes, and shows it as it is where it is told', () => {
    const builder = new GraphBuilder();
    builder.input('x', 'float32', ['n', 1, 4, 4]);
    const mean = builder.op('Flatten', [builder.op('GlobalAveragePool', ['x'])], { axis: int(1) });
    builder.op('Sub', [mean, builder.scalar(0.75)], {}, 'age');
    builder.output('age', 'age', 'float32', ['n', 1]);
    const [file, array] = [path.join(out, 'age.onnx'), path.join(out, 'x.npy')];
    writeFileSync(file, encodeOnnxFile(builder.build()));
    writeFileSync(array, encodeNpy(floats([1, 1, 4, 4], new Float32Array(16).fill(0.5))));
    const words = [
      'explain',
      array,
      '--model',
      file,
      '--method',
      'gradient',
      '--device',
      'cpu',
      '--out',
      out,
      '--json',
    ];
    type Told = { predictions: { label: string; score: number }[]; warnings: string[] };
    const told = () => JSON.parse(lens(...words).stdout) as Told;
    assert.match(told().warnings.join(), /age .*one number stands for two classes, unless "outputKind"/);
    writeFileSync(`${file}.lens.json`, JSON.stringify({ outputKind: 'values' }));
    const { predictions, warnings } = told();
    assert.deepEqual([predictions, warnings], [[{ index: 0, label: 'value 0', score: -0.25 }], []]);
    // The gradient is the number's own, not that of its negative.
    const { data } = decodeNpy(readFileSync(path.join(out, 'gradient.npy')));
    assert.ok(data.every((v) => Math.abs(Number(v) - 1 / 16) < 1e-6));
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
});
