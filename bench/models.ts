import { GraphBuilder, emptyModel } from '../src/engine/graph/builder';
import { float, int, ints, type Model } from '../src/engine/graph/model';
import { withShapes } from '../src/engine/graph/shapes';
import { floats, sizeOf } from '../src/engine/tensor/tensor';

/** Classifiers of the field's usual sizes with random weights: what they cost does not depend on what they learned. */
export interface BenchmarkModel {
  readonly id: string;
  build(): Model;
}

const CLASSES = 1000;
export const INPUT = 'input';
export const LOGITS = 'logits';

/**
 * Stacks layers on a graph, drawing weights from a seeded generator (He et al. 2015, so that activations keep their
 * size).
 */
class Stack {
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

  private normal(dims: readonly number[], deviation: number): string {
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

/** ResNet-18 (He et al. 2015, https://arxiv.org/abs/1512.03385), batch normalisation folded as exporters do. */
function resnet18(): Model {
  const s = new Stack(224);
  let x = s.pool(s.relu(s.conv(INPUT, 3, 64, 7, 2)), 'MaxPool', 3, 2, 1);
  let channels = 64;
  for (const [stage, width] of [64, 128, 256, 512].entries()) {
    for (const block of [0, 1]) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const shortcut = stride === 1 ? x : s.conv(x, channels, width, 1, stride);
      x = s.relu(s.add(s.conv(s.relu(s.conv(x, channels, width, 3, stride)), width, width, 3), shortcut));
      channels = width;
    }
  }
  return s.finish(x, channels);
}

/** VGG-16 (Simonyan and Zisserman 2014, https://arxiv.org/abs/1409.1556). */
function vgg16(): Model {
  const s = new Stack(224);
  let x = INPUT;
  let channels = 3;
  for (const [width, layers] of [
    [64, 2],
    [128, 2],
    [256, 3],
    [512, 3],
    [512, 3],
  ]) {
    for (let k = 0; k < layers; k++) {
      x = s.relu(s.conv(x, channels, width, 3));
      channels = width;
    }
    x = s.pool(x, 'MaxPool', 2, 2);
  }
  const hidden = s.relu(s.linear(s.relu(s.linear(s.flatten(x), 512 * 49, 4096)), 4096, 4096));
  s.linear(hidden, 4096, CLASSES, LOGITS);
  return s.done();
}

/** MobileNetV2 (Sandler et al. 2018, https://arxiv.org/abs/1801.04381). */
function mobilenetV2(): Model {
  const s = new Stack(224);
  let x = s.relu6(s.conv(INPUT, 3, 32, 3, 2));
  let channels = 32;
  for (const [expansion, width, blocks, first] of [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ]) {
    for (let k = 0; k < blocks; k++) {
      const stride = k === 0 ? first : 1;
      const hidden = channels * expansion;
      const wide = expansion === 1 ? x : s.relu6(s.conv(x, channels, hidden, 1));
      const narrow = s.conv(s.relu6(s.conv(wide, hidden, hidden, 3, stride, hidden)), hidden, width, 1);
      x = stride === 1 && channels === width ? s.add(x, narrow) : narrow;
      channels = width;
    }
  }
  return s.finish(s.relu6(s.conv(x, channels, 1280, 1)), 1280);
}

/**
 * DenseNet-121 (Huang et al. 2016, https://arxiv.org/abs/1608.06993), with normalisation before activation, which
 * cannot be folded.
 */
function densenet121(): Model {
  const s = new Stack(224);
  const growth = 32;
  let x = s.pool(s.relu(s.conv(INPUT, 3, 64, 7, 2)), 'MaxPool', 3, 2, 1);
  let channels = 64;
  for (const [stage, layers] of [6, 12, 24, 16].entries()) {
    for (let k = 0; k < layers; k++) {
      const narrow = s.relu(s.conv(s.relu(s.normalise(x, channels)), channels, 4 * growth, 1));
      x = s.concat([x, s.conv(narrow, 4 * growth, growth, 3)]);
      channels += growth;
    }
    if (stage === 3) break;
    x = s.pool(s.conv(s.relu(s.normalise(x, channels)), channels, channels / 2, 1), 'AveragePool', 2, 2);
    channels /= 2;
  }
  return s.finish(s.relu(s.normalise(x, channels)), channels);
}

/**
 * SqueezeNet 1.1 (Iandola et al. 2016, https://arxiv.org/abs/1602.07360, and its repository): fire modules, no dense
 * layer.
 */
function squeezenet(): Model {
  const s = new Stack(224);
  let x = s.relu(s.conv(INPUT, 3, 64, 3, 2));
  let channels = 64;
  const fire = (narrow: number, wide: number): void => {
    const squeezed = s.relu(s.conv(x, channels, narrow, 1));
    x = s.concat([s.relu(s.conv(squeezed, narrow, wide, 1)), s.relu(s.conv(squeezed, narrow, wide, 3))]);
    channels = 2 * wide;
  };
  for (const stage of [
    [
      [16, 64],
      [16, 64],
    ],
    [
      [32, 128],
      [32, 128],
    ],
    [
      [48, 192],
      [48, 192],
      [64, 256],
      [64, 256],
    ],
  ]) {
    x = s.pool(x, 'MaxPool', 3, 2);
    for (const [narrow, wide] of stage) fire(narrow, wide);
  }
  const classes = s.relu(s.conv(x, channels, CLASSES, 1));
  s.builder.op('Flatten', [s.builder.op('GlobalAveragePool', [classes])], {}, LOGITS);
  return s.done();
}

export const benchmarkModels: readonly BenchmarkModel[] = Object.freeze([
  { id: 'resnet-18', build: resnet18 },
  { id: 'squeezenet-1.1', build: squeezenet },
  { id: 'mobilenet-v2', build: mobilenetV2 },
  { id: 'densenet-121', build: densenet121 },
  { id: 'vgg-16', build: vgg16 },
]);
