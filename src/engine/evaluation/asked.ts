import type { ExplainedClass } from '../../protocol/evaluation';
import type { BoxTarget } from '../../protocol/task';

/** What an explanation is asked for; one object stands for one question. */
export interface Asked {
  /** The class, label or output. */
  readonly target: number;
  /** The class whose score is taken off. */
  readonly against?: number;
  /** The class whose pixels of a mask are the object. */
  readonly label: number | null;
  /** Of a detector: the box that is explained, which is the object as well. */
  readonly box?: BoxTarget;
  /** Of embeddings: the images whose mean cosine with this one is explained, and hashes of what they hold. */
  readonly references?: readonly { readonly path: string; readonly hash: string }[];
}

/** What the explanation depends on, as a part of keys. */
export const askedFor = ({ target, against, box, references }: Asked): unknown =>
  box ?? references?.map(({ hash }) => hash) ?? (against === undefined ? target : { target, against });

/** The class explained of an input of which one is true, where that is known, and one predicted. */
export function askedClass(
  which: ExplainedClass,
  { label, predicted }: { readonly label: number | null; readonly predicted: number },
): Pick<Asked, 'target' | 'against'> {
  if (which === 'predicted' || label === null) return { target: predicted };
  return which === 'label' || label === predicted ? { target: label } : { target: label, against: predicted };
}

/** What the object depends on beside the mask. */
export const objectOf = ({ label, box }: Asked): unknown => box?.corners ?? label;
