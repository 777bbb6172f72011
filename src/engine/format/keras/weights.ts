import { tensorOf } from '../../graph/weight';
import type { Weight } from '../../graph/model';
import { asFloats, type FloatTensor } from '../../tensor/tensor';

/** One step on the way to a layer: its name, and its number among the layers of its class in the same network. */
export interface PathStep {
  readonly name: string;
  readonly className: string;
  readonly ordinal: number;
}

/** The stored variables of a model. */
export interface WeightSource {
  /**
   * A variable of a layer, or undefined where it is not stored.
   * @param names what the variable may be called; `query/kernel` is `kernel` of the part `query`
   * @param position its place among the variables of the layer (or part)
   */
  variable(path: readonly PathStep[], names: readonly string[], position: number): FloatTensor | undefined;
}

/** Variables under names such as `block1_conv1/kernel:0`, with or without the networks around the layer. */
export class NamedWeights implements WeightSource {
  private readonly weights = new Map<string, Weight>();
  private readonly values = new Map<string, FloatTensor>();

  constructor(weights: Iterable<readonly [string, Weight]>) {
    for (const [name, weight] of weights) this.weights.set(normalised(name), weight);
  }

  variable(path: readonly PathStep[], names: readonly string[]): FloatTensor | undefined {
    const steps = path.map((step) => step.name);
    for (const name of names) {
      for (let from = 0; from < steps.length; from++) {
        const key = [...steps.slice(from), name].join('/');
        const found = this.weights.has(key) ? key : this.ending(key, steps);
        if (found !== undefined) return this.floats(found);
      }
    }
    return this.inside(steps.at(-1) ?? '', names);
  }

  /** A layer whose variables kept the name it had when they were made: by the layer's own group. */
  private inside(layer: string, names: readonly string[]): FloatTensor | undefined {
    const found = [...this.weights.keys()].filter(
      (key) => key.startsWith(`${layer}/`) && names.some((name) => key.endsWith(`/${name}`)),
    );
    return found.length === 1 ? this.floats(found[0]) : undefined;
  }

  /** The one stored name that ends so; of several the one that names most of the networks around the layer. */
  private ending(key: string, steps: readonly string[]): string | undefined {
    const all = [...this.weights.keys()].filter((name) => name.endsWith(`/${key}`));
    const score = (name: string): number => name.split('/').filter((part) => steps.includes(part)).length;
    return all.sort((a, b) => score(b) - score(a))[0];
  }

  private floats(name: string): FloatTensor {
    const known = this.values.get(name) ?? asFloats(tensorOf(this.weights.get(name)!));
    this.values.set(name, known);
    return known;
  }
}

const normalised = (name: string): string => name.replace(/:\d+$/, '').replace(/^\/+/, '');
