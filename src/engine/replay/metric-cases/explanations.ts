import { methodContext } from '../../explanation/context';
import { methodOf } from '../../explanation/methods';
import { harmonicMean, measureAdcc, type AdccParts } from '../../metric/adcc';
import { sensitivityRatios } from '../../metric/max-sensitivity';
import type { Explainer } from '../../metric/metric';
import { resemblance } from '../../metric/parameter-randomisation';
import type { Network } from '../../session/network';
import { mean } from '../../statistics/values';
import { concatenated, row, type FloatTensor } from '../../tensor/tensor';
import type { CaseFiles, ReferenceCase, RunCase } from '../adapter';
import { matrix, slices, vector } from './arrays';
import { BATCH, scoredImages, targetOf } from './scored-images';

/** Captum's names where ours differ. */
const ALIASES: Readonly<Record<string, { id: string; params: Readonly<Record<string, unknown>> }>> = {
  saliency: { id: 'gradient', params: { absolute: true } },
};

/** The explanation a case names, for one class. */
function explainerOf(network: Network, { params }: ReferenceCase, target: number, files: CaseFiles): Explainer {
  const {
    method: name,
    output,
    ...given
  } = params.explanation as { method: string; output?: 'logit' | 'probability' } & Record<string, unknown>;
  const alias = ALIASES[name];
  const method = methodOf(alias?.id ?? name);
  const request = { method: method.id, params: { ...alias?.params, ...given } };
  const score = { index: target, kind: output ?? 'logit' } as const;
  return async (inputs) => {
    const maps: FloatTensor[] = [];
    for (let n = 0; n < inputs.dims[0]; n++) {
      const input = { tensor: row(inputs, n) };
      const context = await methodContext({ model: { network }, input, score }, request, { signal: files.signal });
      maps.push((await method.run(context)).map);
    }
    return concatenated(maps);
  };
}

/** The explanations of all inputs, each for its own target. */
async function explained(network: Network, reference: ReferenceCase, files: CaseFiles): Promise<FloatTensor> {
  const inputs = files.floats(reference.input!);
  const maps: FloatTensor[] = [];
  for (let n = 0; n < inputs.dims[0]; n++)
    maps.push(await explainerOf(network, reference, targetOf(reference, n), files)(row(inputs, n)));
  return concatenated(maps);
}

const saliencyMap: RunCase = async (reference, files) => ({
  attribution: await explained(await files.network(reference.model!), reference, files),
});

const maxSensitivity: RunCase = async (reference, files) => {
  const network = await files.network(reference.model!);
  const inputs = files.floats(reference.input!);
  const noise = files.floats(reference.draws!.noise);
  const samples = noise.dims[1];
  const draws = slices({ ...noise, dims: [noise.dims[0] * samples, ...noise.dims.slice(2)] });
  const ratios: Float64Array[] = [];
  for (let n = 0; n < inputs.dims[0]; n++) {
    const explain = explainerOf(network, reference, targetOf(reference, n), files);
    const input = row(inputs, n);
    ratios.push(
      await sensitivityRatios(input, await explain(input), {
        samples,
        noise: (sample, target) => target.set(draws[n * samples + sample]),
        explain,
        batch: BATCH,
        signal: files.signal,
      }),
    );
  }
  return {
    maxSensitivity: vector(ratios.map((r) => Math.max(...r))),
    averageSensitivity: vector(ratios.map(mean)),
    ratios: matrix(ratios),
  };
};

const adcc: RunCase = async (reference, files) => {
  const network = await files.network(reference.model!);
  const parts: AdccParts[] = [];
  for (const { input, target, scorer, clean } of await scoredImages(reference, files, 'probability')) {
    const explain = explainerOf(network, reference, target, files);
    parts.push(await measureAdcc(input, await explain(input), { explain, probability: scorer, clean }));
  }
  const part = (name: 'coherency' | 'complexity' | 'averageDrop'): number[] => parts.map((p) => p[name]);
  const means = {
    coherency: mean(part('coherency')),
    complexity: mean(part('complexity')),
    averageDrop: mean(part('averageDrop')),
  };
  return {
    coherency: vector(part('coherency')),
    complexity: vector(part('complexity')),
    averageDrop: vector(part('averageDrop')),
    adcc: vector(parts.map(harmonicMean)),
    meanOfAdcc: mean(parts.map(harmonicMean)),
    adccOfMeans: harmonicMean(means),
  };
};

const mprt: RunCase = async (reference, files) => {
  const original = files.floats(reference.params.original);
  const attribution = await explained(await files.network(reference.params.randomisedModel), reference, files);
  const alike = Array.from({ length: original.dims[0] }, (_, n) => resemblance(row(original, n), row(attribution, n)));
  return {
    attribution,
    pearson: vector(alike.map((r) => r.pearson)),
    spearman: vector(alike.map((r) => r.spearman)),
    ssim2d: vector(alike.map((r) => r.ssim2d)),
    ssimFlattened: vector(alike.map((r) => r.ssimFlattened)),
  };
};

/** Cases that ask a method for further explanations. */
export const explanationCases: Readonly<Record<string, RunCase>> = {
  'saliency-map': saliencyMap,
  'max-sensitivity': maxSensitivity,
  adcc,
  mprt,
};
