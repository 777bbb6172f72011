/** Correlations and distances of two maps, by comparison id; null where one is not defined. */
export interface PairValues {
  readonly first: string;
  readonly second: string;
  readonly values: Readonly<Record<string, number | null>>;
}

/** A two-sided test of two maps' values. */
export interface PairTest {
  readonly hypothesis: string;
  readonly first: string;
  readonly second: string;
  readonly statistic: number | null;
  readonly p: number | null;
  readonly effect: number | null;
  /** p values corrected for the number of pairs, by correction id. */
  readonly corrected: Readonly<Record<string, number | null>>;
}

export interface MapHistogram {
  readonly name: string;
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Share of the positions above the threshold. */
  readonly share: number;
}

/** Two or more maps of one size, compared two by two. */
export interface ComparisonResult {
  readonly maps: readonly { readonly name: string; readonly path: string; readonly dims: readonly number[]; readonly minimum: number; readonly maximum: number; readonly mean: number }[];
  readonly comparisons: readonly { readonly id: string; readonly label: string; readonly formula: string; readonly alike: 'higher' | 'lower' }[];
  readonly hypotheses: readonly { readonly id: string; readonly label: string; readonly formula: string; readonly effectLabel: string }[];
  readonly corrections: readonly { readonly id: string; readonly label: string }[];
  readonly pairs: readonly PairValues[];
  readonly tests: readonly PairTest[];
  readonly histograms: readonly MapHistogram[];
  readonly threshold: number;
}
