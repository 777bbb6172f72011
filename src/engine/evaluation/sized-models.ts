import { LensError } from '../../protocol/error';
import type { ModelFile } from '../model/model-file';
import { ownSize, type OwnSize } from '../model/own-size';

/** Kept open at once; images of a folder have few sizes, and a network takes much memory. */
const MOST_OPEN = 4;

/** One that can be closed. */
interface Closable {
  close(): Promise<void>;
}

/** A model that leaves the size of its images open, opened at the size of each; those used last stay open. */
export class SizedModels<T extends Closable> {
  private readonly models = new Map<string, Promise<T>>();

  constructor(
    private readonly file: ModelFile,
    private readonly open: (own: OwnSize) => Promise<T>,
  ) {}

  /** The model at the size of an image; it is valid until others are asked for. @throws LensError */
  async at(image: string): Promise<T> {
    const own = await ownSize(this.file, image);
    if (!own)
      throw new LensError({
        code: 'wrong-shape',
        what: 'the model leaves the size of its images open, and this input has none',
        next: 'Give it in the sidecar: "size": [height, width]',
      });
    const key = own.size.join();
    const model = this.models.get(key) ?? this.open(own);
    this.models.delete(key);
    this.models.set(key, model);
    model.catch(() => this.models.delete(key));
    const [oldest] = this.models.keys();
    if (this.models.size > MOST_OPEN) await this.closeAt(oldest);
    return model;
  }

  async close(): Promise<void> {
    for (const key of [...this.models.keys()]) await this.closeAt(key);
  }

  private async closeAt(key: string): Promise<void> {
    const model = this.models.get(key);
    this.models.delete(key);
    await model?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }
}
