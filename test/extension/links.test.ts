import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { readText } from '../../src/extension/workspace/reading';
import { writeFiles } from '../../src/extension/workspace/output';
import { isTensorFlowModel } from '../../src/extension/workspace/sniffing';
import { writeWhole } from '../../src/extension/workspace/writing';

describe('files of a workspace that nobody trusts', () => {
  const bytes = Buffer.from('ours');
  const [{ uri: workspace }] = vscode.workspace.workspaceFolders!;
  let own: string;
  let outside: string;
  let victim: string;
  const at = (...parts: string[]): vscode.Uri => vscode.Uri.file(path.join(own, ...parts));
  beforeEach(() => {
    own = mkdtempSync(path.join(workspace.fsPath, 'links-'));
    outside = mkdtempSync(path.join(tmpdir(), 'saliency-lens-outside-'));
    victim = path.join(outside, 'victim.txt');
    writeFileSync(victim, 'theirs');
  });
  afterEach(() => [own, outside].forEach((folder) => rmSync(folder, { recursive: true })));

  it('are written in place of links, which are not followed', async () => {
    symlinkSync(victim, path.join(own, 'map.npy'));
    symlinkSync(victim, path.join(own, `suite.json.${process.pid}.tmp`));
    await writeFiles(at(), [{ name: 'map.npy', bytes }]);
    await writeWhole(at('suite.json'), bytes);
    assert.equal(readFileSync(victim, 'utf8'), 'theirs');
    for (const name of ['map.npy', 'suite.json']) assert.equal(readFileSync(path.join(own, name), 'utf8'), 'ours');
  });

  it('are not written behind a link out of it, but behind one that stays in it', async () => {
    symlinkSync(outside, path.join(own, 'behind'));
    mkdirSync(path.join(own, 'real'));
    symlinkSync(path.join(own, 'real'), path.join(own, 'near'));
    for (const folder of [at('behind'), at('behind', 'deeper', 'still')])
      await assert.rejects(writeFiles(folder, [{ name: 'map.npy', bytes }]), { code: 'disk' });
    await writeFiles(at('near'), [{ name: 'map.npy', bytes }]);
    assert.equal(readFileSync(path.join(own, 'real', 'map.npy'), 'utf8'), 'ours');
  });

  it('are not waited for where they are pipes, nor read where they are too large', async () => {
    execFileSync('mkfifo', [path.join(own, 'net.json')]);
    writeFileSync(path.join(own, 'large.json'), '{}   ');
    await assert.rejects(readText(at('net.json'), 100), { code: 'invalid-argument' });
    await assert.rejects(readText(at('large.json'), 4), { code: 'invalid-argument' });
    assert.equal(await isTensorFlowModel(at('net.json')), false);
  });
});
