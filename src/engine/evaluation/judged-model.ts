import type { TaskId } from '../../protocol/task';

/** What has to be known of a model to read what is true of inputs. */
export interface JudgedModel {
  readonly name: string;
  readonly task: TaskId;
  /** Classes, labels or quantities it tells. */
  readonly classes: number;
  /** What they are called; empty where the model does not say. */
  readonly labels: readonly string[];
  /** Other names of each of them. */
  readonly aliases?: readonly (readonly string[])[];
}
