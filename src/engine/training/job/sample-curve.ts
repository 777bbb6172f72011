import type {
  CurvePoint,
  FoldResult,
  Measures,
  MeanOfRuns,
  NetworkCurve,
  SampleCurve,
} from '../../../protocol/training-result';
import { bootstrap } from '../../statistics/bootstrap';
import { crossingOf } from './crossing';

/** The runs of a network by size. */
interface NetworkRuns {
  readonly network: string;
  readonly results: readonly (readonly FoldResult[])[];
}

const MEASURES = ['accuracy', 'f1'] as const;

/** How good networks are by the number of inputs they learned from, judged by the part to test with where there is one. */
export function sampleCurve(sizes: readonly number[], networks: readonly NetworkRuns[], seed: number): SampleCurve {
  const part = networks[0].results[0][0].test ? 'test' : 'validation';
  const curves = networks.map(({ network, results }): NetworkCurve => ({
    network,
    points: results.map((folds, s) =>
      pointOf(
        sizes[s],
        folds.map((fold) => fold[part]!),
        seed,
      ),
    ),
    confusion: added(results[0].map(({ confusion }) => confusion[part]!)),
  }));
  const pairs = curves.flatMap((first, i) => curves.slice(i + 1).map((second) => [first, second] as const));
  return {
    part,
    sizes,
    networks: curves,
    crossings: pairs.flatMap(([first, second]) => MEASURES.map((measure) => crossingOf(first, second, measure, seed))),
  };
}

function pointOf(size: number, runs: readonly Measures[], seed: number): CurvePoint {
  const over = (measure: keyof Measures): MeanOfRuns => {
    const { estimate, low, high } = bootstrap(
      runs.map((run) => run[measure]),
      { seed },
    );
    return { mean: estimate, low, high };
  };
  return { size, f1: over('f1'), accuracy: over('accuracy'), loss: over('loss'), runs };
}

const added = (tables: readonly (readonly (readonly number[])[])[]): number[][] =>
  tables[0].map((row, r) => row.map((_, c) => tables.reduce((sum, table) => sum + table[r][c], 0)));
