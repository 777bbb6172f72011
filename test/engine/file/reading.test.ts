import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LABELS } from '../../../src/engine/file/kind';
import { readFile, readText } from '../../../src/engine/file/reading';
import { LensError } from '../../../src/protocol/error';

describe('reading of files', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-file-'));
    path = join(folder, 'names.txt');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const refuses = (reason: RegExp, code = 'invalid-argument'): void => {
    assert.throws(
      () => readFile(path, LABELS),
      (error) => error instanceof LensError && error.code === code && error.where === path && reason.test(error.what),
    );
  };

  it('gives the bytes of a regular file, and of one behind a link', () => {
    writeFileSync(path, 'cat\n');
    symlinkSync(path, join(folder, 'link'));
    assert.equal(readFile(path, LABELS).toString(), 'cat\n');
    assert.equal(readFile(join(folder, 'link'), LABELS).toString(), 'cat\n');
  });

  it('says that there is no such file', () => refuses(/the labels file cannot be read \(ENOENT\)/, 'not-found'));

  it('refuses folders, pipes, sockets and devices without waiting for them', () => {
    mkdirSync(path);
    refuses(/it is a folder/);
    rmSync(path, { recursive: true });
    execFileSync('mkfifo', [path]);
    refuses(/it is a pipe/);
    rmSync(path);
    symlinkSync('/dev/zero', path);
    refuses(/it is a device/);
  });

  it('refuses more than a kind may have, naming both numbers', () => {
    writeFileSync(path, '');
    truncateSync(path, LABELS.mostBytes + 1);
    refuses(/it has 33 MB, more than the 32 MB/);
  });

  it('reads texts by their byte-order marks, which are no part of them', () => {
    const text = 'Größe, 猫';
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), wide, Buffer.from(wide).swap16()]) {
      writeFileSync(path, bytes);
      assert.equal(readText(path, LABELS), text);
    }
  });

  it('reads what is no UTF-8 as Latin-1', () => {
    writeFileSync(path, Buffer.from('Größe', 'latin1'));
    assert.equal(readText(path, LABELS), 'Größe');
  });
});
