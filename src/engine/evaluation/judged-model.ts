import type { TaskId } from '../../protocol/task';

/** What has to be known of a model to read what is true of inputs. */
export interface JudgedModel {
  readonly name: string;
  readonly task: TaskId;
  /** Classes, labels or quantities it tells. */
  readonly classes: number;
  /** It tells them at every position. */
  readonly dense?: boolean;
  /** What they are called; empty where the model does not say. */
  readonly labels: readonly string[];
  /** Other names of each of them. */
  readonly aliases?: readonly (readonly string[])[];
  /** What each quantity is measured in, where the model says it. */
  readonly units?: readonly string[];
  /** From which probability on each label counts as given; the usual one where the model does not say. */
  readonly thresholds?: readonly number[];
}
