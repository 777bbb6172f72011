import { resolve } from 'node:path';

/**
 * Work that writes into one folder, one after another: a run that was cancelled may still be ending when it is started
 * again.
 */
export class FolderTurns {
  private readonly ends = new Map<string, Promise<unknown>>();

  async run<T>(folder: string, work: () => Promise<T>): Promise<T> {
    const out = resolve(folder);
    const run = (this.ends.get(out) ?? Promise.resolve()).then(work);
    const end = run.catch(() => undefined);
    this.ends.set(out, end);
    try {
      return await run;
    } finally {
      if (this.ends.get(out) === end) this.ends.delete(out);
    }
  }
}
