import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { LensError } from '../../../../protocol/error';
import { nameOf } from '../../../workspace/location';

/** A commit that changed a file. */
export interface Revision {
  readonly hash: string;
  readonly short: string;
  /** In milliseconds. */
  readonly time: number;
  readonly subject: string;
}

/** So many of the newest are offered. */
const mostRevisions = 200;
const listLimit = 15_000;
const fileLimit = 120_000;
const lfsMark = 'version https://git-lfs';
/** A pointer of Git LFS is shorter. */
const pointerBytes = 1024;

/** The commits that changed a file, the newest first. @throws LensError where git does not know it */
export async function revisionsOf(file: vscode.Uri): Promise<Revision[]> {
  requireDisk(file);
  const format = ['%H', '%h', '%ct', '%s'].join('%x09');
  const args = ['log', `--max-count=${mostRevisions}`, `--format=${format}`, '--', path.basename(file.fsPath)];
  const lines = (await git(file, args)).split('\n').filter(Boolean);
  if (lines.length === 0)
    throw new LensError({
      code: 'not-found',
      what: vscode.l10n.t('git knows no revision of this file'),
      where: nameOf(file),
      next: vscode.l10n.t('Commit it, or take the files of a series'),
    });
  return lines.map((line) => {
    const [hash, short, seconds, ...subject] = line.split('\t');
    return { hash, short, time: 1000 * Number(seconds), subject: subject.join(' ') };
  });
}

/**
 * Writes a file as it was in a revision into a folder, with those beside it that were there then.
 * @throws LensError where its contents are not in the repository
 */
export async function extractRevision(
  file: vscode.Uri,
  { hash, short }: Pick<Revision, 'hash' | 'short'>,
  beside: readonly string[],
  folder: vscode.Uri,
): Promise<string[]> {
  requireDisk(file);
  const extract = async (name: string): Promise<void> => {
    const place = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(place, '..'));
    await writeBlob(file, `${hash}:./${name}`, place.fsPath);
    await resolvePointer(file, place.fsPath, short);
  };
  await extract(nameOf(file));
  const found: string[] = [];
  for (const name of beside) {
    const known = await git(file, ['cat-file', '-e', `${hash}:./${name}`]).then(
      () => true,
      () => false,
    );
    if (!known) continue;
    await extract(name);
    found.push(name);
  }
  return found;
}

function requireDisk(file: vscode.Uri): void {
  if (file.scheme === 'file') return;
  throw new LensError({
    code: 'invalid-argument',
    what: vscode.l10n.t('Revisions are read only where the file lies on a disk'),
    where: nameOf(file),
    next: vscode.l10n.t('Open the folder itself, over SSH where it is elsewhere'),
  });
}

/** The program of VS Code's own git extension, or the one on the path. */
function program(): string {
  const chosen = vscode.workspace.getConfiguration('git').get<string | string[] | null>('path');
  return (Array.isArray(chosen) ? chosen[0] : chosen) || 'git';
}

/** Nothing that a repository's own settings name is run: no monitor of files, no filter, no pager. */
const safely = ['-c', 'core.fsmonitor=false', '--no-pager', '--no-optional-locks'];

async function git(file: vscode.Uri, args: readonly string[]): Promise<string> {
  try {
    const options = { cwd: path.dirname(file.fsPath), timeout: listLimit, maxBuffer: 2 ** 24 };
    return (await promisify(execFile)(program(), [...safely, ...args], options)).stdout;
  } catch (thrown) {
    throw refused(file, thrown);
  }
}

async function writeBlob(file: vscode.Uri, object: string, place: string): Promise<void> {
  const child = spawn(program(), [...safely, 'cat-file', 'blob', object], {
    cwd: path.dirname(file.fsPath),
    timeout: fileLimit,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString().slice(0, 500)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  try {
    const [status] = await Promise.all([ended, pipeline(child.stdout, createWriteStream(place))]);
    if (status !== 0) throw new Error(said.trim() || `git ended with ${status}`);
  } catch (thrown) {
    throw refused(file, thrown);
  }
}

function refused(file: vscode.Uri, cause: unknown): LensError {
  const said = cause instanceof Error ? cause.message.split('\n').filter(Boolean).at(-1)! : String(cause);
  return new LensError(
    {
      code: 'not-found',
      what: vscode.l10n.t('git does not give this file: {0}', said.slice(0, 300)),
      where: nameOf(file),
      next: vscode.l10n.t('Check that it lies in a repository and that git is installed'),
    },
    { cause },
  );
}

/** Puts the contents in the place of a pointer of Git LFS, where they are here. @throws LensError where they are not */
async function resolvePointer(file: vscode.Uri, place: string, short: string): Promise<void> {
  const handle = await open(place);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(pointerBytes), 0, pointerBytes, 0);
  await handle.close();
  const text = buffer.subarray(0, bytesRead).toString('latin1');
  const [, oid] = (text.startsWith(lfsMark) && /^oid sha256:([0-9a-f]{64})$/m.exec(text)) || [];
  if (oid === undefined) return;
  const folder = (await git(file, ['rev-parse', '--git-common-dir'])).trim();
  const object = path.join('lfs', 'objects', oid.slice(0, 2), oid.slice(2, 4), oid);
  try {
    await copyFile(path.resolve(path.dirname(file.fsPath), folder, object), place);
  } catch (cause) {
    throw new LensError(
      {
        code: 'not-found',
        what: vscode.l10n.t('Revision {0} of this file is a Git LFS pointer, and its contents are not here', short),
        where: nameOf(file),
        next: vscode.l10n.t('Fetch them: git lfs fetch origin {0}', short),
      },
      { cause },
    );
  }
}
