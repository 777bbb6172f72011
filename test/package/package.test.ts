import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { unzipSync } from 'fflate';
import { root } from '../e2e/environment';
import { explain } from '../e2e/explain';
import { Workbench } from '../e2e/workbench';
import { copySamples, sample } from '../e2e/workspace';

describe('the package', function () {
  this.timeout(300_000);
  let vsix: string;

  before(() => {
    const said = execFileSync(process.execPath, [path.join(root, 'scripts/package.mjs')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    vsix = said.trim().split('\n').at(-1)!;
  });

  it('holds what runs, and nothing else', () => {
    const names: string[] = [];
    unzipSync(readFileSync(vsix), { filter: ({ name }) => names.push(name) < 0 });
    const kept = names.map((name) => name.replace(/^extension\//, ''));
    for (const needed of [
      'package.json',
      'dist/extension.js',
      'dist/engine.js',
      'dist/cli.js',
      'dist/webview/explain.js',
      'dist/node_modules/sharp/package.json',
      'LICENSE.txt',
      'THIRD_PARTY_NOTICES.md',
    ]) {
      assert.ok(kept.includes(needed), `${needed} is missing`);
    }
    assert.ok(
      kept.some((name) => /^dist\/node_modules\/onnxruntime-node\/bin\/.*\.node$/.test(name)),
      'the runtime is missing',
    );
    assert.ok(
      kept.some((name) => /^dist\/node_modules\/@img\/.*README\.md$/.test(name)),
      'the licences of the libraries of libvips are missing',
    );
    assert.deepEqual(
      kept.filter((name) => /^(src|test|scripts|samples|bench)\/|\.map$|^dist\/meta\/|^node_modules\//.test(name)),
      [],
    );
  });

  it('installs and explains an image', async () => {
    const workspace = copySamples();
    const workbench = await Workbench.open({ folder: workspace.folder, development: false, install: [vsix] });
    try {
      const { prediction, methods } = await explain(workbench, { files: sample.image, model: sample.model });
      assert.equal(prediction, 'sunglasses');
      assert.ok(methods.length > 0);
    } finally {
      await workbench.screenshot(path.join(root, 'out/e2e/package.png'));
      await workbench.close();
      workspace.remove();
    }
  });
});
