import type {
  ComparedInput,
  ComparisonSummary,
  MapDistribution,
  PairTest,
  TestSummary,
} from '../../protocol/comparison';
import { meanOf } from '../evaluation/averaging';

/** Below it a corrected p value counts as significant. */
const LEVEL = 0.05;
const SEED = 0;

/**
 * Several inputs' comparisons of the same kinds of maps together: means with 95 % bootstrap intervals. p values of
 * single inputs are not averaged; it is counted how often they are small.
 */
export function summaryOf(inputs: readonly ComparedInput[]): ComparisonSummary {
  const [first] = inputs;
  if (!first) return { images: 0, level: LEVEL, pairs: [], tests: [], distributions: [] };
  return {
    images: inputs.length,
    level: LEVEL,
    pairs: first.result.pairs.map(({ first: a, second: b, values }, at) => ({
      first: a,
      second: b,
      values: Object.fromEntries(
        Object.keys(values).map((id) => [id, mean(inputs.map(({ result }) => result.pairs[at].values[id]))]),
      ),
    })),
    tests: first.result.tests.map((test, at) =>
      testSummary(
        test,
        inputs.map(({ result }) => result.tests[at]),
      ),
    ),
    distributions: first.distributions.map((one, at) =>
      together(
        one,
        inputs.map(({ distributions }) => distributions[at]),
      ),
    ),
  };
}

function testSummary({ hypothesis, first, second, corrected }: PairTest, tests: readonly PairTest[]): TestSummary {
  const small = (id: string): number => tests.filter(({ corrected: p }) => (p[id] ?? 1) < LEVEL).length;
  return {
    hypothesis,
    first,
    second,
    effect: mean(tests.map(({ effect }) => effect)),
    significant: Object.fromEntries(Object.keys(corrected).map((id) => [id, small(id)])),
  };
}

function together({ name, counts, above }: MapDistribution, all: readonly MapDistribution[]): MapDistribution {
  return {
    name,
    counts: counts.map((_, bin) => all.reduce((sum, one) => sum + one.counts[bin], 0)),
    above: above.map((_, k) => all.reduce((sum, one) => sum + one.above[k], 0) / all.length),
  };
}

function mean(values: readonly (number | null)[]) {
  return meanOf(
    Float64Array.from(values, (value) => value ?? NaN),
    SEED,
  );
}
