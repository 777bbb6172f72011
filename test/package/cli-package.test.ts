import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { root } from '../e2e/environment';

describe('the package of the command line', function () {
  this.timeout(300_000);
  let folder: string;
  const home = (): string => path.join(folder, 'node_modules/saliency-lens');
  before(() => {
    const packed = execFileSync(process.execPath, [path.join(root, 'scripts/pack-cli.mjs')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    folder = mkdtempSync(path.join(tmpdir(), 'lens-npm-'));
    writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
    // Downloads of GPU libraries are what the runtime's own script is for.
    npm(
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      packed.trim().split('\n').at(-1)!,
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function npm(...words: string[]): void {
    execFileSync('npm', words, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  }
  const lens = (...words: string[]): string =>
    execFileSync('npx', ['--no-install', 'saliency-lens', ...words], {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });

  it('holds no code of the extension', () => {
    const files = readdirSync(home(), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
    assert.ok(files.includes(path.join('dist', 'cli.js')), files.join());
    assert.deepEqual(
      files.filter((name) => /extension|webview|engine\.js/.test(name) && !name.startsWith('node_modules')),
      [],
    );
    const asking = files.filter((name) =>
      /require\(["']vscode["']\)/.test(readFileSync(path.join(home(), name), 'utf8')),
    );
    assert.deepEqual(asking, []);
  });

  it('explains an image when it is installed', () => {
    const samples = path.join(root, 'samples');
    const out = path.join(folder, 'out');
    const said = lens(
      ...['explain', path.join(samples, 'faces/test/sunglasses/sunglasses-00.png'), '--json', '--out', out],
      ...['--model', path.join(samples, 'models/faces-cnn.onnx'), '--method', 'grad-cam', '--device', 'cpu'],
    );
    const { predictions } = JSON.parse(said) as { predictions: { label: string }[] };
    assert.equal(predictions[0].label, 'sunglasses');
    assert.ok(existsSync(path.join(out, 'grad-cam.png')));
  });

  it('brings the libraries that few models need', () => {
    const names = ['h5wasm', 'geotiff', 'fontkit', 'pdfkit', '@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm'];
    const script = `for (const name of ${JSON.stringify(names)}) load(name)`;
    const at = path.join(home(), 'dist/cli.js');
    execFileSync(
      process.execPath,
      ['-e', `const load = require('node:module').createRequire(${JSON.stringify(at)});${script}`],
      {
        cwd: folder,
      },
    );
  });

  it('says its version', () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    assert.equal(lens('--version').trim(), version);
  });
});
