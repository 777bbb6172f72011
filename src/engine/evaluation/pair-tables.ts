import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { fromText } from '../../protocol/csv';
import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import { nameOfPair, type PairTable } from '../../protocol/pair-table';
import { RESULTS } from '../file/kind';
import { readFile } from '../file/reading';
import { PAIRS } from './csv-tables/inputs';

/** What is not a comparison's number in a line of `pairs.csv`. */
interface Line {
  readonly image: string;
  readonly firstModel: string;
  readonly firstMethod: string;
  readonly secondModel: string;
  readonly secondMethod: string;
}

/** How alike the maps of every two methods are, image by image, one table per comparison; none where none was asked for. */
export function pairTables(out: string, summary: EvaluationSummary): PairTable[] {
  const { models, methods, comparisons, pairs: all } = summary;
  const path = join(out, PAIRS.file);
  const pairs = methods.flatMap((first, a) =>
    methods.slice(a + 1).map((second, b) => ({ first, second, a, b: a + 1 + b })),
  );
  if (comparisons.length === 0 || pairs.length === 0 || !existsSync(path)) return [];
  const read = parse<Line & Record<string, string>>(readFile(path, RESULTS), { columns: true, cast: fromText });
  const within = read.filter(({ firstModel, secondModel }) => firstModel === secondModel);
  const images = new Map<string, Map<string, Line & Record<string, string>>>();
  for (const line of within) {
    const { image, firstModel, firstMethod, secondMethod } = line;
    const own = images.get(image) ?? new Map<string, (typeof within)[number]>();
    images.set(image, own.set(keyOf(firstMethod, secondMethod, firstModel), line));
  }
  return comparisons.map((measure): PairTable => {
    const meanOf = (a: number, b: number, m: number) =>
      all
        .find(
          ({ first, second }) =>
            [first, second].every(({ model }) => model === m) && first.method === a && second.method === b,
        )
        ?.values.find(({ comparison }) => comparison === measure.id) ?? null;
    return {
      measure,
      models: models.map(({ name }) => name),
      pairs: pairs.map(({ first, second }) => nameOfPair(first.name, second.name)),
      rows: [...images].map(([image, lines]) => ({
        image,
        values: pairs.map(({ first, second }) =>
          models.map((model) => numberOf(lines.get(keyOf(first.name, second.name, model.name))?.[measure.id])),
        ),
      })),
      means: pairs.map(({ a, b }) => models.map((_, m) => meanOf(a, b, m))),
    };
  });
}

const keyOf = (...names: readonly string[]): string => JSON.stringify(names);

const numberOf = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text));
