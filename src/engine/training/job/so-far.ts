import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import type { TrainedSoFar } from '../../../protocol/parts';
import type { FoldResult } from '../../../protocol/training-result';
import { readJson } from '../../file/json';
import { RESULTS } from '../../file/kind';
import { shardFolders } from '../../shard/ended-shards';
import { statementIn } from '../../shard/record';
import { mean } from '../../statistics/values';
import { foldShape } from './result-shape';

type Judged = Pick<FoldResult, 'validation' | 'test'>;

/** What the folds that have ended came to, of all parts of a training, by network; those of an earlier one are not told. */
export function trainedSoFar(out: string): TrainedSoFar[] {
  const networks = new Map<string, Map<string, Judged>>();
  const parts = shardFolders(out).map((part) => ({ part, paths: foldsIn(part) }));
  const own = new Set(parts.flatMap(({ part }) => statementIn(part)?.said.folds ?? []));
  for (const { part, paths } of parts)
    for (const path of paths) {
      const judged = readFold(path, own);
      if (!judged) continue;
      // Two parts may have trained the same fold: it counts once.
      const network = relative(part, dirname(path)).replaceAll('\\', '/');
      networks.set(network, new Map(networks.get(network)).set(relative(part, path), judged));
    }
  return Array.from(networks, ([network, folds]) => {
    const accuracy = (part: keyof Judged): number | null => {
      const values = [...folds.values()].flatMap((fold) => fold[part]?.accuracy ?? []);
      return values.length > 0 ? mean(values) : null;
    };
    return { network, folds: folds.size, validation: accuracy('validation'), test: accuracy('test') };
  });
}

const foldsIn = (part: string): string[] =>
  readdirSync(part, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^fold-\d+\.json$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));

const keptShape = foldShape.extend({ key: z.string() });

/** Null for a file that holds something else, or a fold that is none of these. */
function readFold(path: string, own: ReadonlySet<string>): Judged | null {
  const { success, data } = keptShape.safeParse(readJson(path, RESULTS));
  return success && own.has(data.key) ? (data as Judged) : null;
}
