import type { MapDistribution, MapsComparison, PairScatter } from '../../protocol/comparison';
import type { ComparisonDocument, ComparisonToHost } from '../../protocol/comparison-panel';
import type { MethodChoice } from '../../protocol/explain-document';
import type { Viewport } from '../draw/viewport';
import type { Page } from '../page';

/** Display settings; they change no result. */
export interface ComparisonView {
  /** Histograms show scaled values above it; in hundredths. */
  readonly threshold: number;
  /** Heights of the histograms: each its own, or one for all. */
  readonly heights: 'shared' | 'own';
  /** Of p values, by id. */
  readonly correction: string;
  /** By which the list of pairs is sorted: a measure's id; null: as compared. */
  readonly sort: { readonly id: string; readonly down: boolean } | null;
  /** By which images are compared one by one. */
  readonly measure: string;
  /** By which the images are sorted: a column's key; null: as they came. */
  readonly imageSort: { readonly id: string; readonly down: boolean } | null;
}

export const initialView: ComparisonView = Object.freeze({
  threshold: 0.2,
  heights: 'shared',
  correction: 'holm',
  sort: null,
  measure: 'pearson',
  imageSort: null,
});

/** What the parts of the page share. */
export interface ComparisonApp extends Page<ComparisonDocument, ComparisonView, ComparisonToHost> {
  readonly viewport: Viewport;
  /** Says something once, over the foot of the page. */
  notify(sentence: string): void;
}

/** What the plots and tables are about: one image, or all together; null while there is nothing. */
export interface Compared {
  readonly terms: Pick<MapsComparison['result'], 'comparisons' | 'hypotheses' | 'corrections'>;
  readonly distributions: readonly MapDistribution[];
  readonly scatters: readonly PairScatter[];
  /** Images taken together; 1 for a single one. */
  readonly images: number;
}

export function comparedOf({ document: { current, shown, summary } }: ComparisonApp): Compared | null {
  if (current === null)
    return (
      summary && {
        terms: summary.terms,
        distributions: summary.summary.distributions,
        scatters: summary.scatters,
        images: summary.summary.images,
      }
    );
  if (shown.state !== 'done') return null;
  const { result, distributions, scatters } = shown.value.comparison;
  return { terms: result, distributions, scatters, images: 1 };
}

/** What is ticked, whether it was compared or waits for Run. */
export const choicesOf = ({ document: { pending, choices } }: ComparisonApp): readonly MethodChoice[] =>
  pending ?? choices;

export function setChoice(app: ComparisonApp, method: string, changes: Partial<MethodChoice>): void {
  const choices = choicesOf(app).map((choice) => (choice.method === method ? { ...choice, ...changes } : choice));
  app.change({ pending: choices });
  app.post({ kind: 'choose', choices });
}

export function pairName({ first, second }: { readonly first: string; readonly second: string }): string {
  return `${first} × ${second}`;
}
