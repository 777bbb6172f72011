import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import { diskError } from './disk-error';
import { LOCK } from './kind';
import { readText } from './reading';
import { writablePlace } from './workspace';

const NAME = '.lens-lock.json';
/** A lock without content is being written, unless it is as old as this, in milliseconds. */
const WRITING = 5000;

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** Locks of this process: one that bears its number but is none of them was left by another of that number. */
const held = new Set<string>();

/**
 * Makes sure that no other process writes its results into a folder meanwhile; the lock of a process that has died is
 * taken over.
 * @returns what gives the folder back
 * @throws LensError `disk` where another process has it
 */
export function lockFolder(folder: string): () => void {
  const own = writablePlace(folder);
  const path = join(own, NAME);
  try {
    mkdirSync(own, { recursive: true });
    if (!created(path)) {
      const holder = holderOf(path);
      if (holder) throw inUse(holder, folder, path);
      rmSync(path, { force: true });
      if (!created(path)) throw inUse(null, folder, path);
    }
  } catch (error) {
    throw error instanceof LensError ? error : diskError('the lock of the folder', path, error);
  }
  held.add(path);
  return () => {
    held.delete(path);
    rmSync(path, { force: true });
  };
}

/** How long a process that was killed may take to be gone, and how often it is looked for, in milliseconds. */
const [ENDING, PAUSE] = [3000, 50];

/** The same, where a process that was just killed still holds the lock while the system takes it down. */
export async function lockFolderSoon(folder: string): Promise<() => void> {
  for (const end = Date.now() + ENDING; ;) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }
}

/** Writes the lock; false where there is one. No link is followed, since nothing may stand there. */
function created(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
  } finally {
    closeSync(file);
  }
  return true;
}

/** Who has the lock; null where nobody can have it any more. */
function holderOf(path: string): Holder | null {
  const holder = writtenIn(path);
  if (!holder) return ageOf(path) < WRITING ? { pid: 0, host: hostname() } : null;
  if (holder.host !== hostname()) return holder;
  if (holder.pid === process.pid) return held.has(path) ? holder : null;
  return isAlive(holder.pid) ? holder : null;
}

function writtenIn(path: string): Holder | null {
  try {
    const { pid, host } = JSON.parse(readText(path, LOCK)) as Partial<Holder>;
    return Number.isSafeInteger(pid) && pid! > 0 && typeof host === 'string' ? { pid: pid!, host } : null;
  } catch {
    return null;
  }
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // A process of somebody else may not be signalled, but is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process has ended and is only waited for by nobody, which Linux tells. */
function isZombie(pid: number): boolean {
  try {
    // Behind the name, which may hold anything.
    return /\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

function inUse(holder: Holder | null, folder: string, path: string): LensError {
  const who = !holder || holder.pid === 0 ? 'another process' : `process ${holder.pid}`;
  const at = holder && holder.host !== hostname() ? ` of ${holder.host.slice(0, 60)}` : '';
  return new LensError({
    code: 'disk',
    what: `${who}${at} is writing its results into this folder`,
    where: folder,
    next: `Wait until it has ended, or choose another folder; where it is gone, remove ${path.slice(-80)}`,
  });
}
