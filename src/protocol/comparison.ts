import type { Mean } from './evaluation-summary';
import type { FloatMap } from './raster';

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
  readonly maps: readonly {
    readonly name: string;
    readonly path: string;
    readonly dims: readonly number[];
    readonly minimum: number;
    readonly maximum: number;
    readonly mean: number;
  }[];
  readonly comparisons: readonly {
    readonly id: string;
    readonly label: string;
    readonly formula: string;
    readonly alike: 'higher' | 'lower';
  }[];
  readonly hypotheses: readonly {
    readonly id: string;
    readonly label: string;
    readonly formula: string;
    readonly effectLabel: string;
  }[];
  readonly corrections: readonly { readonly id: string; readonly label: string }[];
  readonly pairs: readonly PairValues[];
  readonly tests: readonly PairTest[];
  readonly histograms: readonly MapHistogram[];
  readonly threshold: number;
}

/** A map to compare: [C, H, W] or [C, L]; its channels are added. */
export interface NamedMap {
  readonly name: string;
  readonly map: FloatMap;
}

/** How a map's min-max scaled values are spread over [0, 1], fine enough for any threshold in hundredths. */
export interface MapDistribution {
  readonly name: string;
  /** Positions in each of a hundred equal bins. */
  readonly counts: readonly number[];
  /** Share of the positions strictly above k/100, k = 0 … 100. */
  readonly above: readonly number[];
}

/** Cells along each side of a scatter plot. */
export const scatterCells = 48;

/** Where the positions of two maps lie in the plane of their min-max scaled values. */
export interface PairScatter {
  readonly first: string;
  readonly second: string;
  /**
   * Positions per cell, `scatterCells` × `scatterCells`: the first map's values along a row, the second's row by row
   * from 0.
   */
  readonly counts: Uint32Array;
}

/** Maps of one input compared. */
export interface MapsComparison {
  readonly result: ComparisonResult;
  readonly distributions: readonly MapDistribution[];
  readonly scatters: readonly PairScatter[];
  /**
   * Names of the maps that were brought to the size of the smallest, because their models take images of other sizes.
   */
  readonly resized: readonly string[];
}

/** A test of two kinds of maps over several inputs. */
export interface TestSummary {
  readonly hypothesis: string;
  readonly first: string;
  readonly second: string;
  /** Effect size, averaged over inputs. */
  readonly effect: Mean;
  /** Inputs with a corrected p below `level`, by correction id. */
  readonly significant: Readonly<Record<string, number>>;
}

/** Comparisons of several inputs taken together. */
export interface ComparisonSummary {
  readonly images: number;
  readonly level: number;
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly values: Readonly<Record<string, Mean>>;
  }[];
  readonly tests: readonly TestSummary[];
  /** Counts added, shares averaged. */
  readonly distributions: readonly MapDistribution[];
}

/** What a summary is made from. */
export type ComparedInput = Pick<MapsComparison, 'distributions'> & {
  readonly result: Pick<ComparisonResult, 'pairs' | 'tests'>;
};

/** The calls of the comparison panel: name → arguments, answer, and events on the way. */
export interface ComparisonCalls {
  'maps.compare': {
    arguments: { maps: readonly NamedMap[] };
    answer: MapsComparison;
    event: { readonly done: number; readonly of: number };
  };
  'maps.summarise': { arguments: { inputs: readonly ComparedInput[] }; answer: ComparisonSummary; event: never };
}
