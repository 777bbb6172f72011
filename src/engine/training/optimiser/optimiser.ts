import type { GraphBuilder } from '../../graph/builder';
import type { Schema, ValuesOf } from '../../parameter/schema';

/** When an update takes place, and at what pace the schedule has it. */
export interface Pace {
  /** Updates before this one. */
  readonly step: number;
  readonly learningRate: number;
  /** Where the schedule cycles it: the momentum, or Adam's beta 1. */
  readonly momentum?: number;
}

/** Tensors of one update. */
export interface UpdateContext {
  readonly builder: GraphBuilder;
  readonly weights: string;
  readonly gradient: string;
  /** What was kept of the updates before: as many vectors of the weights' length as there are slots. */
  readonly slots: readonly string[];
  /** A scalar of this update. */
  rate(name: string): string;
}

/** How weights follow from their gradient, as a piece of a graph over all weights in one vector. */
export interface Optimiser<S extends Schema = Schema> {
  readonly id: string;
  readonly label: string;
  readonly params: S;
  /** Names of the vectors kept between updates; zeros at first. */
  slots(params: ValuesOf<S>, cyclesMomentum: boolean): readonly string[];
  /** The scalars of one update, in double precision. Every update has the same names. */
  rates(params: ValuesOf<S>, pace: Pace): Readonly<Record<string, number>>;
  /** Appends the update. @returns the next weights and slots */
  update(context: UpdateContext, params: ValuesOf<S>): { readonly weights: string; readonly slots: readonly string[] };
}

export const defineOptimiser = <const S extends Schema>(optimiser: Optimiser<S>): Optimiser<S> => optimiser;
