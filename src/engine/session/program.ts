import type { Model } from '../graph/model';
import type { Session } from './session';

/** A graph derived from the model (its forward, a gradient, a head), compiled, with its cost per image. */
export interface Program {
  readonly model: Model;
  readonly session: Session;
  /** Cost of one image in forward passes of the whole model, by multiply-accumulates. */
  readonly cost: { readonly forward: number; readonly backward: number };
  /**
   * Images to run at once: bounded in time and memory, and a function of the graph alone, so that results can be
   * repeated bit for bit.
   */
  readonly batch: number;
}
