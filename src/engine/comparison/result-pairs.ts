import { LensError } from '../../protocol/error';
import { nameOfPair, type PairTable } from '../../protocol/pair-table';
import { meanOf } from '../evaluation/averaging';
import { comparePairs } from '../evaluation/pairs';
import type { Result, ResultMap } from '../figure/result';
import { changesOf } from '../figure/tiles';
import { COMPARISONS, type Comparison } from '../statistics';
import { pairsOf } from './comparison';

const SEED = 0;
/** Ids of what pairs can be compared by. */
export const PAIR_MEASURES: readonly string[] = Object.freeze(COMPARISONS.map(({ id }) => id));

/** How alike the maps that `explain` wrote are: of every image every two methods, models side by side. @throws LensError for less than two kinds of maps */
export function pairTableOf(results: readonly Result[], id: string): PairTable {
  const comparison = COMPARISONS.find((one) => one.id === id)!;
  const kinds = distinct(results.flatMap(({ maps }) => maps.map((map) => kindOf(map, results))));
  const pairs = pairsOf(kinds);
  if (pairs.length === 0)
    throw new LensError({
      code: 'invalid-argument',
      what: 'the results hold maps of one kind only, which cannot be compared',
      next: 'Explain with two methods or more',
    });
  const models = distinct(results.map(({ model }) => model));
  const images = distinct(results.map(({ image }) => image));
  const rows = images.map((image) => ({
    image,
    values: pairs.map((pair) =>
      models.map((model) => {
        const own = results.filter((one) => one.image === image && one.model === model).flatMap(({ maps }) => maps);
        const [a, b] = pair.map((kind) => own.find((map) => kindOf(map, results) === kind));
        return a && b ? valueOf(comparison, a, b) : null;
      }),
    ),
  }));
  const { label, formula, alike } = comparison;
  return {
    measure: { id, label, formula, alike },
    models,
    pairs: pairs.map(([first, second]) => nameOfPair(first, second)),
    rows,
    means: pairs.map((_pair, p) =>
      models.map((_model, m) =>
        meanOf(
          Float64Array.from(rows, ({ values }) => values[p][m] ?? NaN),
          SEED,
        ),
      ),
    ),
  };
}

/** A method, with its parameters where it stands there with others, too. */
function kindOf({ label, method, params }: ResultMap, results: readonly Result[]): string {
  const said = new Set(
    results.flatMap(({ maps }) =>
      maps.filter((map) => map.method === method).map((map) => changesOf(method, map.params)),
    ),
  );
  const own = said.size > 1 ? changesOf(method, params) : '';
  return own ? `${label} (${own})` : label;
}

function valueOf(comparison: Comparison, a: ResultMap, b: ResultMap): number | null {
  const value = comparePairs(comparison, a.map, b.map);
  return Number.isFinite(value) ? value : null;
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
