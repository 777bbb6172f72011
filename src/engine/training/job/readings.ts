import type { TrainingRequest } from '../../../protocol/training';
import { LensError } from '../../../protocol/error';
import { decodingKey, type ImageRecipe } from '../data/image-recipe';
import { readParts, type Parts } from '../data/parts';
import type { Examples } from '../data/examples';
import type { TrainingOptions } from './options';
import type { PlannedNetwork } from './planned-network';

/** The inputs of a training, read once for all networks that take images of one size. */
export class Readings {
  private readonly read = new Map<string, Parts>();

  constructor(
    private readonly request: TrainingRequest,
    private readonly options: TrainingOptions,
  ) {}

  /** What a network learns from and is tested with. @throws LensError */
  async of({ name, images }: Pick<PlannedNetwork, 'name' | 'images'>): Promise<Parts> {
    const key = images ? decodingKey(images) : '';
    const known = this.read.get(key) ?? (await this.parts(images));
    this.read.set(key, known);
    this.check(known, name);
    return images
      ? { learning: asStated(known.learning, images), test: known.test && asStated(known.test, images) }
      : known;
  }

  private parts(images: ImageRecipe | null): Promise<Parts> {
    const { folder, size, color, labelling } = this.request;
    const { signal, stop, lane, tell } = this.options;
    const progress = (done: number, total: number): void => tell?.({ kind: 'reading', done, total });
    return readParts(folder, { size, color, labelling, signal, stop, lane, progress, ...(images && { images }) });
  }

  /** All networks are compared on the same inputs. */
  private check({ learning, test }: Parts, network: string): void {
    const [first] = this.read.values();
    const same = [learning, test].every(
      (part, k) => part?.names.join('\n') === [first.learning, first.test][k]?.names.join('\n'),
    );
    if (same) return;
    throw new LensError({
      code: 'invalid-argument',
      what: `${network} can read other inputs of the folder than the first network`,
      where: this.request.folder,
      next: 'Train it by itself, or leave the inputs out that were named',
    });
  }
}

/** Arrays are taken as they are, whatever a network says of images. */
const asStated = (examples: Examples, images: ImageRecipe): Examples =>
  examples.images ? { ...examples, images } : examples;
