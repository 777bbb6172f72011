import { pearson, spearman } from '../statistics/correlation';
import { jointRange, ssim, uniformWindow } from '../statistics/ssim';
import { mean } from '../statistics/values';
import type { FloatTensor } from '../tensor/tensor';
import { channelSum, defineMetric, required } from './metric';

const SSIM_WIDTH = 7;

/** How alike two explanations are before and after layers were re-initialised. */
export interface Resemblance {
  readonly pearson: number;
  readonly spearman: number;
  /** 7-wide uniform window over [H, W], mean over channels; NaN for maps smaller than the window. */
  readonly ssim2d: number;
  /** The same over the flattened attribution, as Quantus has it inside this test. */
  readonly ssimFlattened: number;
}

/** @param original, randomised attributions [1, C, …] of one input by the original and the re-initialised model */
export function resemblance(original: FloatTensor, randomised: FloatTensor): Resemblance {
  const [a, b] = [original.data, randomised.data];
  const range = jointRange(a, b);
  const window = uniformWindow(SSIM_WIDTH);
  const plane = original.dims.slice(2);
  const size = a.length / original.dims[1];
  const ofPlane = (channel: number): number => {
    const [from, to] = [channel * size, (channel + 1) * size];
    return ssim(a.subarray(from, to), b.subarray(from, to), { dims: plane, window, range, sample: true });
  };
  const fits = plane.every((d) => d >= SSIM_WIDTH);
  return {
    pearson: pearson(a, b),
    spearman: spearman(a, b),
    ssim2d: fits ? mean(Array.from({ length: original.dims[1] }, (_, channel) => ofPlane(channel))) : NaN,
    ssimFlattened: a.length >= SSIM_WIDTH ? ssim(a, b, { dims: [a.length], window, range, sample: true }) : NaN,
  };
}

/** A sanity check: an explanation that survives the loss of the weights did not depend on them. */
export const parameterRandomisation = defineMetric({
  id: 'mprt',
  label: 'Parameter Randomisation',
  paper: {
    authors: 'Adebayo, Gilmer, Muelly, Goodfellow, Hardt & Kim',
    year: 2018,
    title: 'Sanity Checks for Saliency Maps',
    url: 'https://arxiv.org/abs/1810.03292',
  },
  better: 'lower',
  formula:
    'mean |Spearman ρ| of the attribution with those of models whose top layers, 1, 2, … all, are re-initialised',
  needs: ['explainer', 'randomised'],
  params: [],
  evidence: 'the map under each re-initialised model with its rank correlation',
  work: (_, { copies }) => ({ explained: copies }),
  async score({ input, attribution, randomised, witness }) {
    const models = required(randomised, 'mprt', 're-initialised copies of the model');
    const all: Resemblance[] = [];
    for (const { explain, layer } of models) {
      const explained = await explain(input);
      const alike = resemblance(attribution, explained);
      all.push(alike);
      witness?.trial({
        what: `down to ${layer}`,
        input,
        map: channelSum(explained),
        number: alike.spearman,
        of: 'correlation',
      });
    }
    return {
      value: mean(all.map((r) => Math.abs(r.spearman))),
      parts: {
        pearson: mean(all.map((r) => r.pearson)),
        spearman: mean(all.map((r) => r.spearman)),
        ssim: mean(all.map((r) => r.ssim2d)),
      },
    };
  },
});
