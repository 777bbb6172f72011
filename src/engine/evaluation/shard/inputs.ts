import type { EvaluationInput, EvaluationSet } from '../evaluation-set';
import { hashFile } from '../file-hash';
import type { Journal } from '../journal';
import { shardOf, type Shard } from '../../shard/shard';

/**
 * The inputs of one part, in their order; those that cannot be read, and what was skipped before, are said by the first
 * part only.
 */
export async function inputsOf(shard: Shard, set: EvaluationSet, journal: Journal): Promise<EvaluationSet> {
  const inputs: EvaluationInput[] = [];
  for (const input of set.inputs)
    if ((await partOfInput(input, shard.count, journal)) === shard.number) inputs.push(input);
  return { ...set, inputs, skipped: shard.number === 1 ? set.skipped : [] };
}

async function partOfInput({ path }: EvaluationInput, count: number, journal: Journal): Promise<number> {
  try {
    return shardOf((await hashFile(journal, path)).hash, count);
  } catch {
    return 1;
  }
}
