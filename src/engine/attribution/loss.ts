import type { Node } from '../graph/model';

/** What a node did not hand on of what it received; negative where it handed on more. */
export interface Loss {
  readonly node: Node;
  readonly amount: number;
}
