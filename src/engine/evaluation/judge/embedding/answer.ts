import { hashFile } from '../../file-hash';
import type { ImageEvaluation } from '../../image-evaluation';
import type { Journal } from '../../journal';
import { finiteLogits } from '../logits';
import { MOST_REFERENCES, type LabelledTruth } from './labelled-set';

/** The embedding of an input, and others of its class by file and content. */
export interface EmbeddingAnswer {
  readonly embedding: Float32Array;
  readonly references: readonly { readonly path: string; readonly hash: string }[];
}

/** @throws LensError for an embedding that says nothing */
export async function embeddingAnswer(
  image: ImageEvaluation,
  { alike }: LabelledTruth,
  journal: Journal,
): Promise<EmbeddingAnswer> {
  const embedding = await finiteLogits(image);
  const references: EmbeddingAnswer['references'][number][] = [];
  for (const path of alike) {
    const { hash } = await hashFile(journal, path);
    // A copy of the image says as little about it as the image itself.
    if (path !== image.file.path && hash !== image.file.hash) references.push({ path, hash });
  }
  return { embedding, references: references.slice(0, MOST_REFERENCES) };
}
