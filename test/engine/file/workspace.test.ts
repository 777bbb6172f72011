import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { enterWorkspace, placeInside, staysInside, writablePlace } from '../../../src/engine/file/workspace';
import { LensError } from '../../../src/protocol/error';

describe('workspace', () => {
  let top: string;
  const at = (...parts: string[]): string => join(top, ...parts);
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'lens-workspace-'));
    for (const folder of ['work/models', 'work/out', 'work-too', 'elsewhere'])
      mkdirSync(at(folder), { recursive: true });
    writeFileSync(at('elsewhere', 'secret.txt'), 'x');
    symlinkSync(at('elsewhere'), at('work', 'behind'));
    enterWorkspace([at('work')]);
  });
  afterEach(() => {
    enterWorkspace([]);
    rmSync(top, { recursive: true, force: true });
  });

  const led = (path: string, home = at('work', 'models')): string => placeInside(home, path, '"labels"', 'm.lens.json');
  const outside = (error: unknown): boolean =>
    error instanceof LensError &&
    error.code === 'invalid-argument' &&
    error.message.length <= 600 &&
    /"labels" leads to .*outside/.test(error.what) &&
    /--allow-folder/.test(error.next ?? '');

  it('takes what a file names in its own folder or in the workspace, there or not yet', () => {
    for (const path of ['a.txt', './deep/a.txt', '../out/a.txt', at('work', 'b.txt')]) assert.ok(led(path));
    assert.ok(led('a.txt', at('elsewhere')));
  });

  it('refuses what leads out of both, by its name or by a link', () => {
    for (const path of ['../../elsewhere/secret.txt', '/etc/passwd', '../behind/secret.txt', '../../work-too/a.txt'])
      assert.throws(() => led(path), outside, path);
    assert.equal(staysInside(at('work'), at('work', 'behind', 'secret.txt')), false);
    assert.equal(staysInside(at('work'), at('work', 'out')), true);
  });

  it('takes more where a person allows it, but never a whole disk', () => {
    enterWorkspace([at('work'), at('elsewhere'), parse(top).root]);
    assert.ok(led('../behind/secret.txt'));
    assert.throws(() => led('/etc/passwd'), outside);
  });

  it('writes where a person says, but not through a link out of the workspace', () => {
    assert.ok(writablePlace(at('elsewhere', 'results')));
    assert.ok(writablePlace(at('work', 'new', 'results')));
    for (const folder of [at('work', 'behind'), at('work', 'behind', 'deep', 'results')])
      assert.throws(
        () => writablePlace(folder),
        (error) => error instanceof LensError && error.code === 'disk' && /not written through links/.test(error.what),
      );
  });
});
