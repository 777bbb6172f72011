import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import { writeWhole } from '../report/whole-file';

/** The folder of a set: `<split>/<class>/<class>-<number>`, which is how labelled folders are read. */
export class SetFolder {
  /** Inputs written, by split. */
  readonly counts: Record<string, number> = {};

  /**
   * @param progress is told after every input
   * @throws LensError `invalid-argument` for a folder that holds something: two sets in one would mix their labels
   */
  constructor(
    private readonly folder: string,
    private readonly options: { signal?: AbortSignal; progress?(done: number): void } = {},
  ) {
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw new LensError({
        code: 'invalid-argument',
        what: 'the folder is not empty',
        where: folder,
        next: 'Choose a new one, or remove what it holds',
      });
  }

  /** @throws LensError `cancelled` between two inputs */
  input(split: string, label: string, file: string, bytes: Uint8Array): void {
    if (this.options.signal?.aborted) throw new LensError({ code: 'cancelled', what: 'cancelled' });
    this.file(join(split, label, file), bytes);
    this.counts[split] = (this.counts[split] ?? 0) + 1;
    this.options.progress?.(Object.values(this.counts).reduce((a, b) => a + b, 0));
  }

  /** Something beside the inputs: a figure, a mask. */
  file(name: string, content: string | Uint8Array): void {
    writeWhole(join(this.folder, name), content);
  }
}

/** `name-0007.png`: sorted by name, inputs stand in the order in which they were made. */
export const numbered = (name: string, index: number, ending: string): string =>
  `${name}-${String(index).padStart(4, '0')}.${ending}`;
