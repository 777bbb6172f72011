import { statSync } from 'node:fs';
import { openInput } from '../explanation/opened-input';
import type { OpenedModel } from '../model/opening';
import { varyingInputs } from '../model/varying-inputs';

/** A model with what its other inputs are for an input, and the input. */
export type Opened = Awaited<ReturnType<typeof openInput>>;

/** The latest input of each model: explaining after predicting reads no file and runs no forward pass again. */
export class InputMemory {
  private readonly latest = new WeakMap<OpenedModel, { path: string; stamp: number; opened: Promise<Opened> }>();

  of(model: OpenedModel, path: string): Promise<Opened> {
    const stamp = modified(path);
    const known = this.latest.get(model);
    // What lies beside an image, and may change without it, is read anew.
    const isWhole = varyingInputs(model).length === 0;
    if (isWhole && known?.path === path && known.stamp === stamp) return known.opened;
    const opened = openInput(model, path);
    this.latest.set(model, { path, stamp, opened });
    opened.catch(() => this.latest.delete(model));
    return opened;
  }
}

/** When a file was last written; 0 where it cannot be read, which reading it will report. */
function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
