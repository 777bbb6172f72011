import type { TrainingEvent } from '../../../protocol/training';
import type { RuntimeOptions } from '../../session/runtime';
import type { TurnOptions } from '../turn';

/** How a training runs; nothing of it changes what comes of it. */
export interface TrainingOptions extends TurnOptions {
  readonly runtime: RuntimeOptions;
  /** Hears what is going on. */
  tell?(event: TrainingEvent): void;
}
