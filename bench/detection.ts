import { Draws } from '../src/engine/attribution/draws';
import { dRise } from '../src/engine/attribution/perturbation/d-rise';
import { GraphBuilder } from '../src/engine/graph/builder';
import { int, ints, text, type Model } from '../src/engine/graph/model';
import { withShapes } from '../src/engine/graph/shapes';
import { networkGraph } from '../src/engine/model/network-graph';
import { completed } from '../src/engine/parameter/values';
import { Execution } from '../src/engine/session/execution';
import { Network } from '../src/engine/session/network';
import { createSession } from '../src/engine/session/runtime';
import { element } from '../src/engine/task/target/elements';
import { floats, sizeOf, type FloatTensor } from '../src/engine/tensor/tensor';
import { report } from './figure';
import { gradientGraph } from './gradient';
import { INPUT, LOGITS } from './models';
import { medianRatio } from './pairs';

const SIDE = 320;
/** Sides at which the maps of D-RISE weigh: as most detectors are run. */
const WHOLE = 640;
const MASKS = [16, 48];
const CLASSES = 80;
const PAIRS = 30;
const RUNS = 5;

/** Convolutions with SiLU of YOLOv8n's widths and depths, and random weights. */
class Yolo {
  readonly builder = new GraphBuilder();
  private state = 1;

  convolution(x: string, [to, from]: readonly [number, number], kernel: number, stride = 1): string {
    const dims = [to, from, kernel, kernel];
    const scale = Math.sqrt(2 / (from * kernel * kernel));
    const weights = Float32Array.from({ length: sizeOf(dims) }, () => scale * this.draw());
    const pad = kernel >> 1;
    return this.builder.op('Conv', [x, this.builder.constant(floats(dims, weights))], {
      strides: ints([stride, stride]),
      pads: ints([pad, pad, pad, pad]),
    });
  }

  stage(x: string, widths: readonly [number, number], kernel: number, stride = 1): string {
    const convolved = this.convolution(x, widths, kernel, stride);
    return this.builder.op('Mul', [convolved, this.builder.op('Sigmoid', [convolved])]);
  }

  /** Bottlenecks whose results are all joined (C2f). */
  block(x: string, [to, from]: readonly [number, number], depth: number, residual: boolean): string {
    const half = to / 2;
    const halves = this.builder.ops('Split', [this.stage(x, [to, from], 1)], { axis: int(1), num_outputs: int(2) }, 2);
    const parts = [...halves];
    for (let k = 0; k < depth; k++) {
      const last = parts[parts.length - 1];
      const made = this.stage(this.stage(last, [half, half], 3), [half, half], 3);
      parts.push(residual ? this.builder.op('Add', [last, made]) : made);
    }
    return this.stage(this.joined(...parts), [to, half * parts.length], 1);
  }

  joined = (...parts: readonly string[]): string => this.builder.op('Concat', parts, { axis: int(1) });
  larger = (x: string): string =>
    this.builder.op('Resize', [x, '', this.builder.constant(floats([4], [1, 1, 2, 2]))], { mode: text('nearest') });

  private draw(): number {
    this.state = (this.state * 1103515245 + 12345) % 2 ** 31;
    return (this.state / 2 ** 30 - 1) * Math.sqrt(3);
  }
}

/** The class scores of all places, and of one of them as the logit. */
function detector(side = SIDE): Model {
  const yolo = new Yolo();
  const { builder } = yolo;
  builder.input(INPUT, 'float32', ['batch', 3, side, side]);
  const second = yolo.block(yolo.stage(yolo.stage(INPUT, [16, 3], 3, 2), [32, 16], 3, 2), [32, 32], 1, true);
  const third = yolo.block(yolo.stage(second, [64, 32], 3, 2), [64, 64], 2, true);
  const fourth = yolo.block(yolo.stage(third, [128, 64], 3, 2), [128, 128], 2, true);
  const fifth = yolo.block(yolo.stage(fourth, [256, 128], 3, 2), [256, 256], 1, true);
  const middle = yolo.block(yolo.joined(yolo.larger(fifth), fourth), [128, 384], 1, false);
  const fine = yolo.block(yolo.joined(yolo.larger(middle), third), [64, 192], 1, false);
  const coarse = yolo.block(yolo.joined(yolo.stage(fine, [64, 64], 3, 2), middle), [128, 192], 1, false);
  const coarsest = yolo.block(yolo.joined(yolo.stage(coarse, [128, 128], 3, 2), fifth), [256, 384], 1, false);
  const levels = (
    [
      [fine, 64],
      [coarse, 128],
      [coarsest, 256],
    ] as const
  ).map(([features, width]) => {
    const branch = (inner: number, numbers: number): string =>
      yolo.convolution(yolo.stage(yolo.stage(features, [inner, width], 3), [inner, inner], 3), [numbers, inner], 1);
    return builder.op('Reshape', [
      yolo.joined(branch(64, 64), branch(80, CLASSES)),
      builder.integers(0, 64 + CLASSES, -1),
    ]);
  });
  const all = builder.op('Concat', levels, { axis: int(2) });
  const scores = builder.op('Sigmoid', [all], {}, 'scores');
  builder.output(element(builder, scores, [64, 700]), LOGITS, 'float32', ['batch', 1]);
  return withShapes(builder.build());
}

const noise = (count: number, side: number): FloatTensor => {
  const image = floats([count, 3, side, side]);
  for (let i = 0; i < image.data.length; i++) image.data[i] = Math.sin(i * 0.37);
  return image;
};

/** The gradient of one box's score. */
async function gradient(): Promise<void> {
  const model = detector();
  for (const threads of [1, 2]) {
    const options = { device: 'cpu', threads } as const;
    const forward = await createSession(model, options);
    const gradient = await createSession(gradientGraph(model), options);
    const feeds = { [INPUT]: noise(1, SIDE), 'd:logits': floats([1, 1], [1]) };
    const { median, spread, denominatorMilliseconds } = await medianRatio(
      () => gradient.run(feeds),
      () => forward.run(feeds),
      PAIRS,
    );
    report({
      figure: 'gradient of a box',
      of: { model: 'yolov8n', threads },
      value: median,
      unit: 'u',
      spread,
      limit: 2.4,
      notes: { pairs: PAIRS, forwardMilliseconds: denominatorMilliseconds },
    });
    await forward.release();
    await gradient.release();
  }
}

/** All that D-RISE does per mask, with the maps on the way, against the batched forward pass of one image. */
async function masked(): Promise<void> {
  const network = new Network(networkGraph(detector(WHOLE), { logits: LOGITS }), { device: 'cpu', threads: 1 });
  const program = await network.forwardProgram([LOGITS]);
  const { session } = program;
  const batch = await program.batch();
  const images = { [INPUT]: noise(batch, WHOLE) };
  let seed = 0;
  for (const samples of MASKS) {
    const explain = () =>
      dRise.run({
        network,
        input: noise(1, WHOLE),
        score: { index: 0, kind: 'logit' },
        draws: new Draws(seed++),
        files: {},
        execution: new Execution(),
        report: () => undefined,
        params: completed(dRise.params, { samples }),
      });
    const forward = async () => {
      for (let done = 0; done < samples; done += batch) await session.run(images);
    };
    const { median, spread, denominatorMilliseconds } = await medianRatio(explain, forward, RUNS);
    const perSample = (value: number) =>
      Math.round(((value * Math.ceil(samples / batch) * batch) / samples) * 1e3) / 1e3;
    report({
      figure: 'D-RISE per mask',
      of: { model: 'yolov8n', side: WHOLE, masks: samples },
      value: perSample(median),
      unit: 'u',
      spread: [perSample(spread[0]), perSample(spread[1])],
      limit: 1.1,
      notes: { batch, pairs: RUNS, forwardMilliseconds: denominatorMilliseconds },
    });
  }
  await network.close();
}

/**
 * Usage: node --import tsx bench/detection.ts: the gradient of one box's score in u, at most 2.4, and D-RISE in
 * forward passes per mask, at most 1.1.
 */
async function main(): Promise<void> {
  await gradient();
  await masked();
}

void main();
