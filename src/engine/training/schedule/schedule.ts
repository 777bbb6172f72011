import type { Schema, ValuesOf } from '../../parameter/schema';

/** At what pace one update goes. */
export interface ScheduledPace {
  readonly learningRate: number;
  /** Where it is cycled, instead of the optimiser's own. */
  readonly momentum?: number;
}

/** How the learning rate changes from one period of updates to the next. */
export interface Schedule<S extends Schema = Schema> {
  readonly id: string;
  readonly label: string;
  readonly params: S;
  cyclesMomentum?(params: ValuesOf<S>): boolean;
  /** @param period from 0 @param learningRate the optimiser's own */
  at(params: ValuesOf<S>, period: number, learningRate: number): ScheduledPace;
}

export const defineSchedule = <const S extends Schema>(schedule: Schedule<S>): Schedule<S> => schedule;
