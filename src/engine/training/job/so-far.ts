import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { TrainedSoFar } from '../../../protocol/parts';
import type { FoldResult } from '../../../protocol/training-result';
import { readJson } from '../../file/json';
import { RESULTS } from '../../file/kind';
import { shardFolders } from '../../shard/ended-shards';
import { mean } from '../../statistics/values';
import { foldShape } from './result-shape';

type Judged = Pick<FoldResult, 'validation' | 'test'>;

/** What the folds that have ended came to, of all parts of a training, by network. */
export function trainedSoFar(out: string): TrainedSoFar[] {
  const networks = new Map<string, Map<string, Judged>>();
  for (const part of shardFolders(out))
    for (const path of foldsIn(part)) {
      const judged = readFold(path);
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

/** Null for a file that holds something else. */
function readFold(path: string): Judged | null {
  const { success, data } = foldShape.safeParse(readJson(path, RESULTS));
  return success ? (data as Judged) : null;
}
