import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { root } from '../e2e/environment';
import { platformOf } from './machine-code';

/** Bytes that a package may have. */
const MOST = 60e6;
/** sharp's packages of each target beside those that all have. */
const SHARP: Readonly<Record<string, readonly string[]>> = {
  'darwin-arm64': ['sharp-darwin-arm64', 'sharp-libvips-darwin-arm64'],
  'linux-arm64': ['sharp-libvips-linux-arm64', 'sharp-linux-arm64', 'sharp-wasm32'],
  'linux-x64': ['sharp-libvips-linux-x64', 'sharp-linux-x64', 'sharp-wasm32'],
  'win32-arm64': ['sharp-win32-arm64'],
  'win32-x64': ['sharp-win32-x64'],
};

describe('the packages of all targets', function () {
  this.timeout(1_200_000);
  const script = path.join(root, 'scripts/package.mjs');
  let packages: readonly string[];
  before(() => {
    const said = execFileSync(process.execPath, [script, '--target', 'all'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    packages = said.trim().split('\n');
  });

  it('are those that ONNX Runtime has libraries for', () => {
    const targets = packages.map((file) => /saliency-lens-(\w+-\w+)-/.exec(path.basename(file))?.[1]);
    assert.deepEqual(targets, Object.keys(SHARP));
    for (const target of ['darwin-x64', 'alpine-x64', 'web']) {
      const { status, stderr } = spawnSync(process.execPath, [script, '--target', target], { encoding: 'utf8' });
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`no libraries for ${target}; it has them for darwin-arm64, `));
    }
  });

  for (const [n, target] of Object.keys(SHARP).entries())
    it(`hold the machine code of ${target}, and no other`, () => {
      const bytes = readFileSync(packages[n]);
      assert.ok(bytes.length < MOST, `${bytes.length} bytes`);
      const files = unzipSync(bytes);
      const modules = 'extension/dist/node_modules/';
      const names = Object.keys(files);
      const below = (folder: string): string[] => [
        ...new Set(
          names.filter((name) => name.startsWith(folder)).map((name) => name.slice(folder.length).split('/')[0]),
        ),
      ];
      assert.deepEqual(below(`${modules}@img/`).sort(), ['colour', ...SHARP[target]]);
      const code = Object.entries(files).flatMap(([name, content]) => {
        const platform = platformOf(content);
        return platform === null ? [] : [{ name: name.slice(modules.length), platform }];
      });
      assert.deepEqual(
        code.filter(({ platform }) => platform !== target),
        [],
      );
      for (const owner of ['onnxruntime-node/bin/', '@img/sharp-'])
        assert.ok(
          code.some(({ name }) => name.startsWith(owner) && name.endsWith('.node')),
          owner,
        );
      assert.match(Buffer.from(files['extension.vsixmanifest']).toString(), new RegExp(`TargetPlatform="${target}"`));
      for (const needed of ['package.json', 'dist/extension.js', 'dist/engine.js', 'dist/webview/explain.js'])
        assert.ok(names.includes(`extension/${needed}`), needed);
    });
});
