import type { GraphBuilder } from '../../graph/builder';
import type { Dimension } from '../../graph/model';
import type { Schema, ValuesOf } from '../../parameter/schema';

/** What a loss is made of. */
export interface LossContext {
  readonly builder: GraphBuilder;
  /** The network's output [N, C, …], and its shape. */
  readonly output: string;
  readonly shape: readonly Dimension[];
  /** Targets as the loss takes them. */
  readonly targets: string;
}

/** How far a network's output is from its targets, as a piece of a graph: its gradient follows from its operators. */
export interface Loss<S extends Schema = Schema> {
  readonly id: string;
  readonly label: string;
  /** Classes: an index per sample or position (int64). Values: a number (float32) per number of the output. */
  readonly targets: 'classes' | 'values';
  readonly params: S;
  /** Appends the loss. @returns the name of the scalar */
  build(context: LossContext, params: ValuesOf<S>): string;
}

export const defineLoss = <const S extends Schema>(loss: Loss<S>): Loss<S> => loss;
