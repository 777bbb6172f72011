import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { image, lens, model, root } from './lens';

describe('the command line in trouble', function () {
  this.timeout(120_000);
  let out: string;
  beforeEach(() => (out = mkdtempSync(path.join(tmpdir(), 'lens-cli-'))));
  afterEach(() => rmSync(out, { recursive: true, force: true }));

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
