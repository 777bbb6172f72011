import { LensError } from '../../../protocol/error';
import type { ImageEvaluation } from '../image-evaluation';

/** The logits of an input. @throws LensError for some that say nothing */
export async function finiteLogits(image: ImageEvaluation): Promise<Float32Array> {
  const logits = await image.logits();
  if (logits.every(Number.isFinite)) return logits;
  throw new LensError({ code: 'unsupported-model', what: `${image.model.name} gives it scores that are not finite` });
}
