import type { Weight } from '../../graph/model';
import { tensorOf } from '../../graph/weight';
import { asFloats, type FloatTensor } from '../../tensor/tensor';
import type { PathStep, WeightSource } from './weights';

/** Names of the groups in which Keras 3 keeps the layers of a model. */
const CONTAINERS = ['layers', '_layer_checkpoint_dependencies'];
/** Attributes of attention layers in which their parts are kept. */
const PARTS: Readonly<Record<string, string>> = { attention_output: 'output' };

/**
 * The variables of a `.keras` file: layers stand under their class and number (`layers/conv2d_1`) or under their name,
 * variables under their number (`vars/0`). On Windows some versions of Keras wrote `layers\conv2d_1`.
 */
export class StoredLayers implements WeightSource {
  private readonly weights: ReadonlyMap<string, Weight>;
  private readonly values = new Map<string, FloatTensor>();

  constructor(weights: Iterable<readonly [string, Weight]>) {
    this.weights = new Map([...weights].map(([name, weight]) => [name.replaceAll('\\', '/'), weight]));
  }

  variable(path: readonly PathStep[], names: readonly string[], position: number): FloatTensor | undefined {
    const parts = names[0].split('/').slice(0, -1);
    const below = parts.flatMap((part) => {
      const kept = Object.hasOwn(PARTS, part) ? PARTS[part] : part;
      return [`/_${kept}_dense`, `/${kept}_dense`, `/_${kept}`, `/${kept}`];
    });
    for (const place of this.places(path)) {
      for (const part of parts.length > 0 ? below : ['']) {
        const key = `${place}${part}/vars/${position}`;
        if (this.weights.has(key)) return this.floats(key);
      }
    }
    return undefined;
  }

  /**
   * Every way in which the groups on the way to a layer may be called: all by class and number first, for names are
   * often the same as those of others.
   */
  private places(path: readonly PathStep[]): string[] {
    const ways = (name: (step: PathStep) => string): string[] =>
      CONTAINERS.map((container) => path.map((step) => `${container}/${name(step)}`).join('/'));
    const byNumber = ways(({ className, ordinal }) =>
      ordinal === 0 ? snake(className) : `${snake(className)}_${ordinal}`,
    );
    const byName = ways(({ name }) => name);
    return this.namesLayers(path) ? [...byName, ...byNumber] : [...byNumber, ...byName];
  }

  /** A group called like no class can only be a layer's name: then all of them are. */
  private namesLayers(path: readonly PathStep[]): boolean {
    const top = new Set(
      [...this.weights.keys()].filter((key) => key.startsWith('layers/')).map((key) => key.split('/')[1]),
    );
    return (
      path.length > 0 &&
      top.has(path[0].name) &&
      !top.has(snake(path[0].className)) &&
      path[0].name !== snake(path[0].className)
    );
  }

  private floats(key: string): FloatTensor {
    const known = this.values.get(key) ?? asFloats(tensorOf(this.weights.get(key)!));
    this.values.set(key, known);
    return known;
  }
}

/** Keras' own way from a class to a name: `Conv2D` is `conv2d`, `BatchNormalization` is `batch_normalization`. */
function snake(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
