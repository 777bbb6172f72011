import { withDefaults } from '../parameter/values';
import { pearson } from '../statistics/correlation';
import { minMax } from '../statistics/normalise';
import { mean } from '../statistics/values';
import type { FloatTensor } from '../tensor/tensor';
import { confidence } from './average-drop';
import { MASKING_PARAMETERS, masked } from './masking';
import { defineMetric, channelSum, required, type Explainer, type Scorer, type Subject } from './metric';

/** The three parts of ADCC, each in [0, 1]. */
export interface AdccParts {
  /** (r + 1) / 2, r Pearson's between the map and the map of the input masked by it; higher is better. */
  readonly coherency: number;
  /** Mean of the min-max scaled map; lower is better. */
  readonly complexity: number;
  /** max(0, Y − O) / Y of the input masked by the map; lower is better. */
  readonly averageDrop: number;
}

/** Harmonic mean of coherency, 1 − complexity and 1 − average drop. */
export function harmonicMean({ coherency, complexity, averageDrop }: AdccParts): number {
  return 3 / (1 / coherency + 1 / (1 - complexity) + 1 / (1 - averageDrop));
}

/** @param attribution of the input itself, [1, C or 1, …]; maps are its channel sums, min-max scaled */
export async function measureAdcc(
  input: FloatTensor,
  attribution: FloatTensor,
  {
    explain,
    probability,
    clean,
    witness,
  }: Pick<Subject, 'witness'> & { explain: Explainer; probability: Scorer; clean: number },
): Promise<AdccParts> {
  const map = minMax(channelSum(attribution).data);
  const multiply = { ...withDefaults(MASKING_PARAMETERS, {}), convention: 'multiply', space: 'preprocessed' } as const;
  const left = masked(input, map, multiply, []);
  const again = channelSum(await explain(left));
  const likeness = pearson(map, minMax(again.data));
  const pair = await confidence(input, map, multiply, { probability, clean, black: [], witness });
  witness?.trial({ what: 'its own map', input: left, map: again, number: likeness, of: 'correlation' });
  return {
    coherency: (likeness + 1) / 2,
    complexity: mean(map),
    averageDrop: Math.max(0, pair.original - pair.masked) / pair.original,
  };
}

export const adcc = defineMetric({
  id: 'adcc',
  label: 'ADCC',
  paper: {
    authors: 'Poppi, Cornia, Baraldi & Cucchiara',
    year: 2021,
    title:
      'Revisiting The Evaluation of Class Activation Mapping for Explainability: A Novel Metric and Experimental Analysis',
    url: 'https://arxiv.org/abs/2104.10252',
  },
  better: 'higher',
  formula:
    'per image: harmonic mean of coherency (r(map(x), map(x·map(x))) + 1)/2, 1 − mean of the map, 1 − max(0, Y − O)/Y; maps min-max scaled',
  needs: ['scores', 'explainer'],
  params: [],
  evidence: 'the masked input with its score, and its map',
  work: () => ({ scored: 1, explained: 1 }),
  async score({ input, attribution, explain, scorers, clean, witness }) {
    const parts = await measureAdcc(input, attribution, {
      explain: required(explain, 'adcc', 'a method that can explain other inputs'),
      probability: scorers.probability,
      clean: clean.probability,
      witness,
    });
    return { value: harmonicMean(parts), parts: { ...parts } };
  },
});
