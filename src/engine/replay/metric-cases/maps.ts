import { aboveThreshold, overlap } from '../../metric/iou';
import { entropy, meanSize } from '../../metric/complexity';
import { energyInside, type Box } from '../../metric/energy-pointing-game';
import { attributionLocalisation, inside, rocAuc, topShare } from '../../metric/localisation';
import { otsuThreshold } from '../../metric/otsu';
import { point } from '../../metric/pointing-game';
import { riseBlur, riseKernel } from '../../baseline/rise-blur';
import { gini } from '../../metric/sparseness';
import { topCount, topMask } from '../../statistics/overlap';
import { mean, sum } from '../../statistics/values';
import { gaussianBlur } from '../../tensor/blur';
import type { CaseOutputs, RunCase } from '../adapter';
import { integers, mapsAndMasks, matrix, slices, vector } from './arrays';

const iou: RunCase = (reference, files) => {
  const { maps, masks } = mapsAndMasks(reference, files);
  const thresholds: readonly number[] = reference.params.thresholds;
  const overlaps = thresholds.map((threshold) =>
    maps.map((map, n) => overlap(aboveThreshold(map, threshold), masks[n])),
  );
  const otsu = maps.map(otsuThreshold);
  const outputs: CaseOutputs = {
    iou: matrix(overlaps.map((row) => row.map((o) => o.iou))),
    dice: matrix(overlaps.map((row) => row.map((o) => o.dice))),
    otsuThresholds: vector(otsu),
    iouOtsu: vector(maps.map((map, n) => overlap(aboveThreshold(map, otsu[n]), masks[n]).iou)),
  };
  for (const name of Object.keys(reference.expected)) {
    const top = /^iouTop([\d.]+)Percent$/.exec(name);
    if (top)
      outputs[name] = vector(
        maps.map((map, n) => overlap(topMask(map, topCount(Number(top[1]), map.length)), masks[n]).iou),
      );
  }
  return outputs;
};

const pointingGame: RunCase = (reference, files) => {
  const { maps, masks, width } = mapsAndMasks(reference, files);
  const found = maps.map((map, n) => point(map, masks[n], width));
  const hits = found.map((p) => Number(p.hit));
  return {
    hits,
    hitsWithTolerance: found.map((p) => Number(p.distance <= reference.params.tolerancePixels)),
    maxPositions: integers(
      found.flatMap((p) => [p.row, p.column]),
      [found.length, 2],
    ),
    distanceToMask: vector(found.map((p) => p.distance)),
    accuracy: mean(hits),
  };
};

const energyPointingGame: RunCase = ({ params }, files) => {
  const maps = files.array(params.maps);
  const width = maps.dims[maps.dims.length - 1];
  const boxes = slices(files.array(params.boxes)).map((box) => Array.from(box) as unknown as Box);
  return { proportion: vector(slices(maps).map((map, n) => energyInside(map, boxes[n], width))) };
};

const localisation: RunCase = (reference, files) => {
  const { maps, masks } = mapsAndMasks(reference, files);
  const sizes = maps.map((map) => map.map(Math.abs));
  const perImage = (of: (n: number) => number) => vector(maps.map((_, n) => of(n)));
  const outputs: CaseOutputs = {
    relevanceRankAccuracy: perImage((n) => topShare(sizes[n], masks[n], sum(masks[n]))),
    relevanceMassAccuracy: perImage((n) => inside(sizes[n], masks[n]) / sum(sizes[n])),
    relevanceMassAccuracySigned: perImage((n) => inside(maps[n], masks[n]) / sum(maps[n])),
    attributionLocalisation: perImage((n) => attributionLocalisation(maps[n], masks[n])),
    auc: perImage((n) => rocAuc(maps[n], masks[n])),
  };
  const { k } = reference.params;
  return k === undefined ? outputs : { ...outputs, topKIntersection: perImage((n) => topShare(maps[n], masks[n], k)) };
};

const sparseness: RunCase = ({ params }, files) => {
  const maps = slices(files.array(params.maps));
  return {
    gini: vector(maps.map(gini)),
    complexity: vector(maps.map(entropy)),
    complexityL1Mean: vector(maps.map(meanSize)),
  };
};

const blurAsRise: RunCase = ({ params, input }, files) => ({
  blurred: riseBlur(files.floats(input!), params.kernel, params.sigma),
  kernelWeights: riseKernel(params.kernel, params.sigma),
});

const blurGaussian: RunCase = ({ params, input }, files) => ({
  blurred: gaussianBlur(files.floats(input!), params.sigma, params.truncate),
});

/** Cases that need maps and masks only. */
export const mapCases: Readonly<Record<string, RunCase>> = {
  iou,
  'pointing-game': pointingGame,
  'energy-pointing-game': energyPointingGame,
  localisation,
  sparseness,
  'blur-rise': blurAsRise,
  'blur-gaussian': blurGaussian,
};
