import type { Output, Scorer } from '../../metric/metric';
import { Execution } from '../../session/execution';
import { scoresOf } from '../../session/score';
import { row, type FloatTensor } from '../../tensor/tensor';
import type { CaseFiles, ReferenceCase } from '../adapter';

/** Inputs scored at once. */
export const BATCH = 32;

/** One image of a case, with its target's score. */
export interface ScoredImage {
  /** [1, C, …]. */
  readonly input: FloatTensor;
  readonly target: number;
  readonly scorer: Scorer;
  /** Score of the input itself. */
  readonly clean: number;
}

/** The class of every image: one for all, or one each. */
export function targetOf({ target }: ReferenceCase, image: number): number {
  return Array.isArray(target) ? target[image] : (target as number);
}

/** The first `params.images` images (all without it), their clean scores computed together. */
export async function scoredImages(reference: ReferenceCase, files: CaseFiles, usual: Output): Promise<ScoredImage[]> {
  const network = await files.network(reference.model!);
  const execution = new Execution(files.signal);
  const inputs = files.floats(reference.input!);
  const kind: Output = reference.params.output ?? usual;
  const logits = await network.logitsOf(inputs, execution);
  return Array.from({ length: reference.params.images ?? inputs.dims[0] }, (_, n) => {
    const target = targetOf(reference, n);
    const scorer: Scorer = async (batch) => scoresOf(await network.logitsOf(batch, execution), { index: target, kind });
    return { input: row(inputs, n), target, scorer, clean: scoresOf(row(logits, n), { index: target, kind })[0] };
  });
}
