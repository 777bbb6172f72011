import type { ComparisonSummary, ComparisonResult } from '../../protocol/comparison';
import type { Mean } from '../../protocol/evaluation-summary';
import { t } from '../ui/l10n';
import type { ComparisonApp } from './app';

/** A number about a pair of maps, or its mean over images with its interval. */
export interface PairNumber {
  readonly value: number | null;
  /** Of a mean over several images. */
  readonly interval?: readonly [number, number];
  readonly hint?: string;
}

/** One number that every pair has: a correlation, a distance, a test's effect size or p. */
export interface Measure {
  readonly key: string;
  readonly title: string;
  readonly formula: string;
  readonly better: 'higher' | 'lower' | 'none';
  /** A p value is shown down to the smallest, a count as it is. */
  readonly is?: 'p' | 'count';
  /** By the pair's place in the list of pairs. */
  of(pair: number): PairNumber;
}

export interface Measured {
  readonly pairs: readonly { readonly first: string; readonly second: string }[];
  readonly comparisons: readonly Measure[];
  readonly tests: readonly Measure[];
}

/** What is known of every pair: of the image shown, or over all images. */
export function measured({
  document: { current, shown, summary },
  view: { correction },
}: ComparisonApp): Measured | null {
  if (current === null) return summary && overImages(summary.summary, summary.terms, correction);
  return shown.state === 'done' ? ofImage(shown.value.comparison.result, correction) : null;
}

type Terms = Pick<ComparisonResult, 'comparisons' | 'hypotheses' | 'corrections'>;

function ofImage(result: ComparisonResult, correction: string): Measured {
  const label = labelOf(result, correction);
  return {
    pairs: result.pairs,
    comparisons: result.comparisons.map(({ id, label: title, formula, alike }) => ({
      key: id,
      title,
      formula,
      better: alike,
      of: (at) => ({ value: result.pairs[at].values[id] }),
    })),
    tests: result.hypotheses.flatMap(({ id, label: test, formula, effectLabel }) => {
      const own = result.tests.filter(({ hypothesis }) => hypothesis === id);
      return [
        {
          key: `${id} effect`,
          title: `${test}: ${effectLabel}`,
          formula,
          better: 'none',
          of: (at) => ({ value: own[at].effect, hint: statistic(own[at].statistic, own[at].p) }),
        },
        {
          key: `${id} p ${correction}`,
          title: `p (${label})`,
          formula: t('{0}: p corrected for {1} pairs', test, result.pairs.length),
          better: 'none',
          is: 'p',
          of: (at) => ({ value: own[at].corrected[correction] }),
        },
      ] satisfies Measure[];
    }),
  };
}

function overImages({ pairs, tests, images, level }: ComparisonSummary, terms: Terms, correction: string): Measured {
  const label = labelOf(terms, correction);
  return {
    pairs,
    comparisons: terms.comparisons.map(({ id, label: title, formula, alike }) => ({
      key: id,
      title,
      formula,
      better: alike,
      of: (at) => fromMean(pairs[at].values[id]),
    })),
    tests: terms.hypotheses.flatMap(({ id, label: test, formula, effectLabel }) => {
      const own = tests.filter(({ hypothesis }) => hypothesis === id);
      const formulaOfCount = t(
        '{0}: images of {1} with a p below {2}, corrected for {3} pairs',
        test,
        images,
        level,
        pairs.length,
      );
      return [
        {
          key: `${id} effect`,
          title: `${test}: ${effectLabel}`,
          formula,
          better: 'none',
          of: (at) => fromMean(own[at].effect),
        },
        {
          key: `${id} images ${correction}`,
          title: t('images, {0}', label),
          formula: formulaOfCount,
          better: 'none',
          is: 'count',
          of: (at) => ({ value: own[at].significant[correction] }),
        },
      ] satisfies Measure[];
    }),
  };
}

function labelOf({ corrections }: Terms, id: string): string {
  return corrections.find((one) => one.id === id)?.label ?? id;
}

function fromMean({ mean, low, high, images }: Mean): PairNumber {
  const hint = t('mean of {0} images with its 95 % bootstrap interval', images);
  return { value: mean, hint, ...(low !== null && high !== null && images > 1 && { interval: [low, high] as const }) };
}

function statistic(value: number | null, p: number | null): string {
  return t('statistic {0}, p {1} before correction', String(value ?? '—'), String(p ?? '—'));
}
