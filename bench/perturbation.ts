import { coalitionMask, labelFeeds, rowFeeds } from '../src/engine/attribution/masking/coalition-mask';
import { tableOf } from '../src/engine/attribution/coalition/coalitions';
import { enlargedFeeds, enlargedMask } from '../src/engine/attribution/masking/enlarged-mask';
import { featureMasks, LayerSum } from '../src/engine/attribution/masking/feature-masks';
import { gridFeeds, gridMask } from '../src/engine/attribution/masking/grid-mask';
import { GridSums } from '../src/engine/attribution/masking/grid-sums';
import { BASELINE, IMAGE, maskedProgram, type MaskKind } from '../src/engine/attribution/masking/masking';
import { drawGrid, RiseMasker, type RiseGrid } from '../src/engine/attribution/masking/rise-masks';
import { windowFeeds, windowMask, type Window } from '../src/engine/attribution/masking/window-mask';
import { gridLabels } from '../src/engine/segmentation';
import { Network } from '../src/engine/session/network';
import { networkGraph } from '../src/engine/model/network-graph';
import type { Program } from '../src/engine/session/program';
import { scoresOf } from '../src/engine/session/score';
import { RandomStream } from '../src/engine/tensor/random';
import { asFloats, floats, type FloatTensor, type Tensor } from '../src/engine/tensor/tensor';
import { report } from './figure';
import { benchmarkModels, INPUT, LOGITS } from './models';
import { medianRatio } from './pairs';

const SIDE = 224;
const SPATIAL = [SIDE, SIDE];
const GRID = 7;
/** A layer of SISE: its channels and the side of its maps. */
const LAYER = { channels: 64, side: 56 };
const BATCHES = [1, 2, 4, 8, 16, 32];
const PAIRS = 30;
const ROUNDS = 7;

/** One way to mask, with everything that happens per sample: draws, feeds, forward, score, accumulation. */
interface Workload {
  readonly id: string;
  readonly kind: MaskKind;
  readonly constants?: Readonly<Record<string, Tensor>>;
  /** Makes the feeds of a batch and says what to do with its scores. */
  batch(size: number, round: number): { feeds: Readonly<Record<string, Tensor>>; take(scores: Float64Array): void };
}

function workloads(): Workload[] {
  const masker = new RiseMasker(SPATIAL, GRID);
  const sums = new GridSums(SPATIAL, masker);
  const labels = gridLabels(SPATIAL, GRID, GRID);
  const known: number[] = [];
  const features = noise([1, LAYER.channels, LAYER.side, LAYER.side]);
  const maps = featureMasks(
    features,
    Array.from({ length: LAYER.channels }, (_, channel) => channel),
    SPATIAL,
  );
  const layer = new LayerSum(maps.enlargement);
  return [
    {
      id: 'RISE, 7 × 7',
      kind: gridMask(GRID),
      batch: (size, round) => {
        const grids = Array.from({ length: size }, (_, n): RiseGrid =>
          drawGrid(new RandomStream('rise', round, n), SPATIAL, GRID, 0.5),
        );
        return {
          feeds: gridFeeds(grids, [GRID, GRID]),
          take: (scores) => scores.forEach((score, n) => sums.add(grids[n], score)),
        };
      },
    },
    {
      id: 'coalitions of 49 segments',
      kind: coalitionMask,
      constants: labelFeeds(labels),
      batch: (size, round) => {
        const rows = Array.from({ length: size }, (_, n) => {
          const stream = new RandomStream('rows', round, n);
          return Uint8Array.from({ length: GRID * GRID }, () => (stream.uniform() < 0.5 ? 1 : 0));
        });
        return { feeds: rowFeeds(tableOf(rows)), take: (scores) => void known.push(...scores) };
      },
    },
    {
      id: 'occlusion, 15 / 8',
      kind: windowMask(false),
      batch: (size) => {
        const windows = Array.from({ length: size }, (_, n): Window => [
          [0, 3],
          [8 * n, 8 * n + 15],
          [96, 111],
        ]);
        return { feeds: windowFeeds(windows), take: (scores) => void known.push(...scores) };
      },
    },
    {
      id: `SISE, maps of ${LAYER.side} × ${LAYER.side}`,
      kind: enlargedMask,
      batch: (size, round) => {
        const channels = Array.from({ length: size }, (_, n) => (round * size + n) % maps.count);
        return {
          feeds: enlargedFeeds(maps.enlargement, channels.map(maps.at)),
          take: (scores) => scores.forEach((score, n) => layer.add(maps.at(channels[n]), score)),
        };
      },
    },
  ];
}

const noise = (dims: readonly number[]): FloatTensor =>
  floats(
    dims,
    floats(dims).data.map((_, i) => Math.sin(i * 0.37)),
  );
const noiseImages = (count: number): FloatTensor => noise([count, 3, SIDE, SIDE]);

/**
 * The batch at which the plain forward pass takes least time per image: medians of rounds that go through all of them,
 * so that a slow moment touches each.
 */
async function bestBatch(plain: Program): Promise<number> {
  const times = new Map(BATCHES.map((batch) => [batch, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [batch, spent] of times) {
      const feeds = { [INPUT]: noiseImages(batch) };
      const start = performance.now();
      await plain.session.run(feeds);
      if (round > 0) spent.push((performance.now() - start) / batch);
    }
  }
  const median = (spent: readonly number[]): number => [...spent].sort((a, b) => a - b)[spent.length >> 1];
  return BATCHES.reduce((best, batch) => (median(times.get(batch)!) < median(times.get(best)!) ? batch : best));
}

/**
 * Time per sample of each workload against ONNX Runtime's own best batched forward pass, per image, on the same
 * threads.
 */
export async function main(): Promise<void> {
  for (const id of ['resnet-18', 'squeezenet']) {
    const model = benchmarkModels.find((m) => m.id.startsWith(id))?.build();
    for (const threads of model ? [1, 2] : []) {
      const network = new Network(networkGraph(model!, { logits: LOGITS }), { device: 'cpu', threads });
      const plain = await network.forwardProgram([LOGITS]);
      const batch = await bestBatch(plain);
      const images = { [INPUT]: noiseImages(batch) };
      const [image, baseline] = [noiseImages(1), floats([1, 3, SIDE, SIDE])];
      for (const { id: workload, kind, constants, batch: next } of workloads()) {
        const program = await maskedProgram(network, kind);
        const samples = await program.batch();
        let round = 0;
        const masked = async () => {
          const { feeds, take } = next(samples, round++);
          const outputs = await program.session.run({ [IMAGE]: image, [BASELINE]: baseline, ...constants, ...feeds });
          take(scoresOf(asFloats(outputs[LOGITS]), { index: 7, kind: 'logit' }));
        };
        const ratio = await medianRatio(masked, () => plain.session.run(images), PAIRS);
        const perSample = (value: number) => Math.round(((value * batch) / samples) * 1000) / 1000;
        report({
          figure: 'masked forward per sample',
          of: { workload, model: id, threads },
          value: perSample(ratio.median),
          unit: 'u',
          spread: [perSample(ratio.spread[0]), perSample(ratio.spread[1])],
          notes: {
            batch: samples,
            bestPlainBatch: batch,
            pairs: PAIRS,
            plainMilliseconds: Math.round((ratio.denominatorMilliseconds / batch) * 100) / 100,
          },
        });
      }
      await network.close();
    }
  }
}

if (require.main === module) void main();
