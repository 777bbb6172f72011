import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder, lockFolderSoon } from '../../../src/engine/file/folder-lock';
import { LensError } from '../../../src/protocol/error';

describe('the lock of a folder', () => {
  let folder: string;
  const lock = (): string => join(folder, '.lens-lock.json');
  const leave = (content: object | string): void =>
    writeFileSync(lock(), typeof content === 'string' ? content : JSON.stringify(content));
  const refused =
    (pattern: RegExp) =>
    (error: unknown): boolean =>
      error instanceof LensError && error.code === 'disk' && pattern.test(error.message) && error.message.length <= 600;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-lock-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is taken once, and again when it was given back', () => {
    const unlock = lockFolder(folder);
    assert.throws(() => lockFolder(folder), refused(/is writing its results into this folder/));
    unlock();
    assert.equal(existsSync(lock()), false);
    lockFolder(join(folder, 'new'))();
  });

  it('of another process is respected while that runs, and taken over when it has died', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    leave({ pid: other.pid, host: hostname() });
    assert.throws(() => lockFolder(folder), refused(new RegExp(`process ${other.pid} is writing`)));
    other.kill('SIGKILL');
    await new Promise((done) => other.on('exit', done));
    lockFolder(folder)();
  });

  // Elsewhere such processes are not there, or cannot be told.
  if (process.platform === 'linux')
    it('of a process that has ended but that nobody waits for is taken over', async () => {
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30']);
      const pid = Number(await new Promise<string>((told) => parent.stdout.once('data', (text) => told(String(text)))));
      while (!/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1')))
        await new Promise((done) => setTimeout(done, 20));
      leave({ pid, host: hostname() });
      lockFolder(folder)();
      parent.kill('SIGKILL');
    });

  it('of a process that is just ending is waited for', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    leave({ pid: other.pid, host: hostname() });
    setTimeout(() => other.kill('SIGKILL'), 300);
    (await lockFolderSoon(folder))();
  });

  it('of another machine is respected', () => {
    leave({ pid: 1, host: 'elsewhere' });
    assert.throws(() => lockFolder(folder), refused(/process 1 of elsewhere is writing .*remove .*\.lens-lock\.json/));
  });

  it('that bears the number of this process, or says nothing for long, was left behind', () => {
    leave({ pid: process.pid, host: hostname() });
    lockFolder(folder)();
    for (const text of ['', 'null', '{"pid": "x"}']) {
      leave(text);
      assert.throws(() => lockFolder(folder), refused(/another process is writing/));
      utimesSync(lock(), 0, 0);
      lockFolder(folder)();
    }
  });

  it('is never written through a link', () => {
    const victim = join(folder, 'victim.txt');
    writeFileSync(victim, 'theirs');
    utimesSync(victim, 0, 0);
    symlinkSync(victim, lock());
    const unlock = lockFolder(folder);
    assert.equal(readFileSync(victim, 'utf8'), 'theirs');
    unlock();
  });

  it('says that a folder cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    assert.throws(() => lockFolder(join(folder, 'file', 'out')), refused(/a part of its path is a file/));
  });
});
