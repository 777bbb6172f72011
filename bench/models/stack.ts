import { GraphBuilder, emptyModel } from '../../src/engine/graph/builder';
import { float, int, ints, type Model } from '../../src/engine/graph/model';
import { withShapes } from '../../src/engine/graph/shapes';
import { floats, sizeOf } from '../../src/engine/tensor/tensor';

export const CLASSES = 1000;
export const INPUT = 'input';
export const LOGITS = 'logits';

/**
 * Stacks layers on a graph, drawing weights from a seeded generator (He et al. 2015, so that activations keep their
 * size).
 */
export class Stack {
  readonly builder = new GraphBuilder(emptyModel('benchmark'));
  private state = 12345;

  constructor(side: number) {
    this.builder.input(INPUT, 'float32', ['batch', 3, side, side]);
  }

  conv(x: string, from: number, to: number, kernel: number, stride = 1, group = 1): string {
    const pad = (kernel - 1) >> 1;
    const weight = this.normal([to, from / group, kernel, kernel], Math.sqrt(2 / ((from / group) * kernel * kernel)));
    return this.builder.op('Conv', [x, weight, this.normal([to], 0.05)], {
      kernel_shape: ints([kernel, kernel]),
      strides: ints([stride, stride]),
      pads: ints([pad, pad, pad, pad]),
      group: int(group),
    });
  }

  /** Patches of size × size, each times one matrix. */
  patches(x: string, from: number, to: number, size: number): string {
    const weight = this.normal([to, from, size, size], Math.sqrt(1 / (from * size * size)));
    return this.builder.op('Conv', [x, weight, this.normal([to], 0.05)], {
      kernel_shape: ints([size, size]),
      strides: ints([size, size]),
    });
  }

  relu = (x: string): string => this.builder.op('Relu', [x]);
  relu6 = (x: string): string => this.builder.op('Clip', [x, this.builder.scalar(0), this.builder.scalar(6)]);
  add = (a: string, b: string): string => this.builder.op('Add', [a, b]);
  concat = (parts: readonly string[]): string => this.builder.op('Concat', parts, { axis: int(1) });

  pool(x: string, op: 'MaxPool' | 'AveragePool', kernel: number, stride: number, pad = 0): string {
    return this.builder.op(op, [x], {
      kernel_shape: ints([kernel, kernel]),
      strides: ints([stride, stride]),
      pads: ints([pad, pad, pad, pad]),
    });
  }

  normalise(x: string, channels: number): string {
    const positive = (): string =>
      this.builder.constant(
        floats(
          [channels],
          this.draw(channels).map((v) => 0.75 + v / 2),
        ),
      );
    return this.builder.op(
      'BatchNormalization',
      [x, positive(), this.normal([channels], 0.1), this.normal([channels], 0.1), positive()],
      { epsilon: float(1e-5) },
    );
  }

  /** Mean 0 and deviation 1 over the last axis, then scale and shift. */
  layerNorm(x: string, channels: number): string {
    const scale = this.builder.constant(floats([channels], new Float32Array(channels).fill(1)));
    return this.builder.op('LayerNormalization', [x, scale, this.normal([channels], 0.05)], {
      axis: int(-1),
      epsilon: float(1e-6),
    });
  }

  /** A dense layer along the last axis. */
  dense(x: string, from: number, to: number): string {
    const product = this.builder.op('MatMul', [x, this.normal([from, to], Math.sqrt(1 / from))]);
    return this.add(product, this.normal([to], 0.05));
  }

  mul = (a: string, b: string): string => this.builder.op('Mul', [a, b]);
  silu = (x: string): string => this.mul(x, this.builder.op('Sigmoid', [x]));

  /** x · (1 + erf(x / √2)) / 2, as exporters before the operator Gelu write it. */
  gelu(x: string): string {
    const inner = this.builder.op('Erf', [this.builder.op('Div', [x, this.builder.scalar(Math.SQRT2)])]);
    return this.mul(this.mul(x, this.add(inner, this.builder.scalar(1))), this.builder.scalar(0.5));
  }

  transposed = (x: string, ...order: readonly number[]): string =>
    this.builder.op('Transpose', [x], { perm: ints(order) });
  reshaped = (x: string, ...dims: readonly number[]): string =>
    this.builder.op('Reshape', [x, this.builder.integers(...dims)]);

  linear(x: string, from: number, to: number, output?: string): string {
    const weight = this.normal([to, from], Math.sqrt(2 / from));
    return this.builder.op('Gemm', [x, weight, this.normal([to], 0.05)], { transB: int(1) }, output);
  }

  flatten = (x: string): string => this.builder.op('Flatten', [x]);

  finish(features: string, channels: number): Model {
    this.linear(this.flatten(this.builder.op('GlobalAveragePool', [features])), channels, CLASSES, LOGITS);
    return this.done();
  }

  done(): Model {
    this.builder.output(LOGITS);
    return withShapes(this.builder.build());
  }

  normal(dims: readonly number[], deviation: number): string {
    // A sum of uniforms is close enough to normal, and fast for 138 million weights.
    const values = this.draw(sizeOf(dims));
    for (let i = 0; i < values.length; i++) values[i] = (values[i] - 0.5) * Math.sqrt(12) * deviation;
    return this.builder.constant(floats(dims, values));
  }

  /** Uniform numbers in [0, 1), by a linear congruential generator modulo 2^32. */
  private draw(count: number): Float32Array {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
      values[i] = this.state / 4294967296;
    }
    return values;
  }
}
