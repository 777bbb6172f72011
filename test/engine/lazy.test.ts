import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { inFolder } from './format/tensorflow';

const dist = path.resolve(__dirname, '../../dist');
const LARGE = /h5wasm|@tensorflow\//;

interface Metafile {
  readonly inputs: Record<string, { readonly imports: readonly { readonly path: string; readonly kind: string }[] }>;
}
const metafile = (name: string): Metafile =>
  JSON.parse(readFileSync(path.join(dist, 'meta', `${name}.json`), 'utf8')) as Metafile;

describe('what few models need', () => {
  it('is no part of the extension, and loaded by the engine and the command line only when asked for', () => {
    const reached = (name: string) =>
      Object.entries(metafile(name).inputs)
        .flatMap(([file, { imports }]) => [{ path: file, kind: 'input' }, ...imports])
        .filter((each) => LARGE.test(each.path));
    assert.deepEqual(reached('extension'), []);
    for (const name of ['engine', 'cli']) {
      const found = reached(name);
      assert.ok(found.length > 0);
      assert.deepEqual(
        found.filter(({ kind }) => kind !== 'dynamic-import' && kind !== 'require-resolve'),
        [],
        name,
      );
    }
  });

  it('is not loaded when the engine starts', () =>
    inFolder(async (folder) => {
      const hook = path.join(folder, 'hook.cjs');
      writeFileSync(
        hook,
        `const M = require('node:module'); const load = M._load; M._load = function (name, ...rest) { console.error(name); return load.call(this, name, ...rest); };`,
      );
      const engine = fork(path.join(dist, 'engine.js'), {
        execArgv: ['--require', hook],
        silent: true,
        serialization: 'advanced',
      });
      let loaded = '';
      engine.stderr!.on('data', (text: Buffer) => (loaded += text.toString()));
      await new Promise((resolve) => engine.once('message', resolve));
      const closed = new Promise((resolve) => engine.once('close', resolve));
      engine.kill();
      await closed;
      assert.match(loaded, /onnxruntime|node:path/, 'the hook hears nothing');
      assert.doesNotMatch(loaded, LARGE);
    }));
});
