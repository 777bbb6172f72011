import type { MetricResult } from '../metric/metric';
import type { ExplanationFacts } from './explained-image';
import type { MaskState } from './image-evaluation';

/** What several explanations of one input cost together. */
export function joinedFacts(all: readonly ExplanationFacts[]): ExplanationFacts {
  const total = (of: (facts: ExplanationFacts) => number): number => all.reduce((sum, facts) => sum + of(facts), 0);
  return {
    forwardPasses: total((facts) => facts.forwardPasses),
    backwardPasses: total((facts) => facts.backwardPasses),
    leastPasses: total((facts) => facts.leastPasses),
    warnings: [...new Set(all.flatMap(({ warnings }) => warnings))],
  };
}

/** The means of what is a number in several results. */
export function joinedResult(all: readonly MetricResult[]): MetricResult {
  const names = new Set(all.flatMap(({ parts }) => Object.keys(parts ?? {})));
  return {
    value: definedMean(all.map(({ value }) => value)),
    parts: Object.fromEntries(
      [...names].map((name) => [name, definedMean(all.map(({ parts }) => parts?.[name] ?? NaN))]),
    ),
  };
}

/** The mean of what is a number; that of one value is the value itself. */
function definedMean(values: readonly number[]): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.length === 1 ? defined[0] : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

/** The object of an input of which several are asked for: their mean share. */
export function joinedMask(all: readonly MaskState[]): MaskState {
  const objects = all.filter(({ state }) => state === 'object');
  const [first] = [...objects, ...all];
  if (!first) return { state: 'none', share: 0 };
  return objects.length > 1
    ? { state: 'object', share: objects.reduce((sum, { share }) => sum + share, 0) / objects.length }
    : first;
}
