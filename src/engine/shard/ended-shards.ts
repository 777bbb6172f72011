import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import { lockFolder } from '../file/folder-lock';
import { partNames, shardsFolder } from './shard';

/** Shards named in an error. */
const MOST_NAMED = 5;

/** Folders of the shards of a run. @throws LensError `not-found` where none has begun */
export function shardFolders(out: string): string[] {
  const names = partNames(out);
  if (names.length > 0) return names.map((name) => join(shardsFolder(out), name));
  throw new LensError({
    code: 'not-found',
    what: 'there are no parts of a run to merge',
    where: out,
    next: 'Run them first: the same command with --shard 1/N to N/N',
  });
}

/** Makes sure that no shard is written meanwhile. @returns what gives them back @throws LensError `disk` */
export function lockShards(folders: readonly string[]): () => void {
  const locks: (() => void)[] = [];
  const release = (): void => locks.forEach((unlock) => unlock());
  try {
    for (const folder of folders) locks.push(lockFolder(folder));
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

/** Shards as an error names them. */
export function namedShards(numbers: Iterable<number>, count: number): string {
  const all = [...new Set(numbers)].sort((a, b) => a - b);
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : '';
  return `shard${all.length === 1 ? '' : 's'} ${all.slice(0, MOST_NAMED).join(', ')}${more} of ${count}`;
}
