import type { BoxTarget } from '../../protocol/task';

/** What an explanation is asked for; one object stands for one question. */
export interface Asked {
  /** The class, label or output. */
  readonly target: number;
  /** The class whose pixels of a mask are the object. */
  readonly label: number | null;
  /** Of a detector: the box that is explained, which is the object as well. */
  readonly box?: BoxTarget;
}

/** What the explanation depends on, as a part of keys. */
export const askedFor = ({ target, box }: Asked): unknown => box ?? target;

/** What the object depends on beside the mask. */
export const objectOf = ({ label, box }: Asked): unknown => box?.corners ?? label;
