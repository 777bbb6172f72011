import { LensError } from '../../../protocol/error';
import { emptyModel, GraphBuilder } from '../../graph/builder';
import { float, int, ints, type Attributes } from '../../graph/model';
import { weightOf } from '../../graph/weight';
import { RandomStream } from '../../tensor/random';
import { floats, sizeOf, type FloatTensor } from '../../tensor/tensor';
import type { FreshNetwork, NetworkFacts } from './network';

/** A tensor of the network, and its dims without the batch axis. */
export interface Layer {
  readonly name: string;
  readonly dims: readonly number[];
}

/** Weights, their gradient and what an optimiser keeps of them then take some 5 GB. */
const MOST_PARAMETERS = 2.5e8;

interface ConvolutionOptions {
  readonly kernel: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly bias?: boolean;
}

/** Builds a network layer by layer. Weights begin as PyTorch's do, and each draws from a stream of its own. */
export class Layers {
  private readonly parameters: string[] = [];
  private readonly counts = new Map<string, number>();
  private size = 0;
  /** Of the part that is being built. */
  private prefix = '';

  /** Begins behind a tensor of a graph that is being built. */
  constructor(
    readonly builder: GraphBuilder,
    private readonly facts: NetworkFacts,
    readonly input: Layer,
  ) {}

  /** Begins a network. */
  static from(name: string, facts: NetworkFacts, metadata: ReadonlyMap<string, string> = new Map()): Layers {
    const builder = new GraphBuilder({ ...emptyModel(name), metadata });
    const input = builder.input('input', 'float32', ['batch', ...facts.inputDims]);
    return new Layers(builder, facts, { name: input, dims: facts.inputDims });
  }

  /** A convolution over as many axes as there are positions, its edges padded to keep the size unless told. */
  convolution(x: Layer, channels: number, options: ConvolutionOptions, hint = 'conv'): Layer {
    const { kernel, stride = 1, padding = Math.floor(kernel / 2), bias = true } = options;
    const [from, ...size] = x.dims;
    const each = (value: number): number[] => size.map(() => value);
    const name = this.name(hint);
    const fan = from * kernel ** size.length;
    const inputs = [x.name, this.uniform(`${name}.weight`, [channels, from, ...each(kernel)], fan)];
    if (bias) inputs.push(this.uniform(`${name}.bias`, [channels], fan));
    const dims = size.map((n) => Math.floor((n + 2 * padding - kernel) / stride) + 1);
    return this.node('Conv', inputs, name, [channels, ...this.possible(dims, name)], {
      kernel_shape: ints(each(kernel)),
      strides: ints(each(stride)),
      pads: ints([...each(padding), ...each(padding)]),
    });
  }

  relu(x: Layer): Layer {
    return this.node('Relu', [x.name], this.name('relu'), x.dims);
  }

  /** The largest or the mean of every window of neighbours. */
  pooled(x: Layer, window: number, op: 'MaxPool' | 'AveragePool' = 'MaxPool'): Layer {
    if (window === 1) return x;
    const [channels, ...size] = x.dims;
    const name = this.name('pool');
    const dims = this.possible(
      size.map((n) => Math.floor(n / window)),
      name,
    );
    const windows = ints(size.map(() => window));
    return this.node(op, [x.name], name, [channels, ...dims], { kernel_shape: windows, strides: windows });
  }

  /** One mean per channel. */
  mean(x: Layer): Layer {
    return this.node('GlobalAveragePool', [x.name], this.name('average'), [x.dims[0], ...x.dims.slice(1).map(() => 1)]);
  }

  /** Batch normalisation per channel; it learns a scale and a shift. */
  normalised(x: Layer): Layer {
    const name = this.name('norm');
    const of = (part: string, value: number): string => this.constant(`${name}.${part}`, [x.dims[0]], value);
    const inputs = [x.name, of('weight', 1), of('bias', 0)];
    this.parameters.push(...inputs.slice(1));
    inputs.push(of('running_mean', 0), of('running_var', 1));
    return this.node('BatchNormalization', inputs, name, x.dims, { epsilon: float(1e-5), momentum: float(0.9) });
  }

  add(a: Layer, b: Layer): Layer {
    return this.node('Add', [a.name, b.name], this.name('sum'), a.dims);
  }

  flat(x: Layer): Layer {
    return this.node('Flatten', [x.name], this.name('flatten'), [sizeOf(x.dims)]);
  }

  /** Zeros a share of the values at random while it learns. */
  dropout(x: Layer, ratio: number): Layer {
    if (ratio === 0) return x;
    return this.node('Dropout', [x.name, this.builder.scalar(ratio)], this.name('dropout'), x.dims);
  }

  /** A fully connected layer after vectors. */
  dense(x: Layer, outputs: number, name = this.name('dense')): Layer {
    const [count] = x.dims;
    const weight = this.uniform(`${name}.weight`, [outputs, count], count);
    return this.node('Gemm', [x.name, weight, this.uniform(`${name}.bias`, [outputs], count)], name, [outputs], {
      transB: int(1),
    });
  }

  /** Any operator whose output has these dims. */
  node(
    op: string,
    inputs: readonly string[],
    name: string,
    dims: readonly number[],
    attributes: Attributes = {},
  ): Layer {
    return { name: this.builder.op(op, inputs, attributes, name), dims };
  }

  /** A weight that learns, evenly from −1 / √fan … 1 / √fan. */
  uniform(name: string, dims: readonly number[], fan: number): string {
    this.size += sizeOf(dims);
    if (this.size > MOST_PARAMETERS) throw this.tooLarge(name);
    const random = new RandomStream(this.facts.seed, name);
    const bound = 1 / Math.sqrt(fan);
    const data = Float32Array.from({ length: sizeOf(dims) }, () => bound * (2 * random.uniform() - 1));
    const stored = this.stored(name, floats(dims, data));
    this.parameters.push(stored);
    return stored;
  }

  /** `conv1`, `conv2`, …: the names by which people choose layers. */
  name(hint: string): string {
    const own = this.prefix + hint;
    const count = (this.counts.get(own) ?? 0) + 1;
    this.counts.set(own, count);
    return this.builder.fresh(`${own}${count}`);
  }

  /** A part with a name of its own, whose layers are called after it: `block1.conv1`. */
  part(name: string, build: () => Layer): Layer {
    const before = this.prefix;
    this.prefix = `${before}${name}.`;
    const last = build();
    this.prefix = before;
    return last;
  }

  /** The network, whose last layer is called `logits`: one for each class, unless it has other dims. */
  build(features?: Layer, dims: readonly number[] = [this.facts.classes]): FreshNetwork {
    this.builder.output('logits', 'logits', 'float32', ['batch', ...dims]);
    return { model: this.builder.build(), parameters: this.parameters, ...(features && { features: features.name }) };
  }

  private tooLarge(name: string): LensError {
    const millions = Math.round(this.size / 1e6);
    return new LensError({
      code: 'out-of-memory',
      what: `the network would have ${millions} million parameters by ${name}, more than ${MOST_PARAMETERS / 1e6} million`,
      where: this.builder.base.graph.name,
      next: 'Choose fewer units or channels, or smaller images (--size)',
    });
  }

  private constant(name: string, dims: readonly number[], value: number): string {
    return this.stored(name, floats(dims, new Float32Array(sizeOf(dims)).fill(value)));
  }

  private stored(name: string, tensor: FloatTensor): string {
    return this.builder.weight(weightOf(tensor), name);
  }

  private possible(dims: readonly number[], layer: string): readonly number[] {
    if (dims.every((n) => n >= 1)) return dims;
    throw new LensError({
      code: 'invalid-argument',
      what: `nothing is left of an input of ${this.facts.inputDims.slice(1).join(' × ')} at ${layer}`,
      where: this.builder.base.graph.name,
      next: 'Choose fewer layers, smaller windows or larger inputs',
    });
  }
}
