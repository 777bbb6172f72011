import type { TrainingEvent } from '../../../protocol/training';
import type { JobOptions } from '../../session/execution';
import type { RuntimeOptions } from '../../session/runtime';

/** How a training runs; nothing of it changes what comes of it. */
export interface TrainingOptions extends JobOptions {
  readonly runtime: RuntimeOptions;
  /** Hears what is going on. */
  tell?(event: TrainingEvent): void;
}
