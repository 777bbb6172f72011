import type { Link } from '../../protocol/model';
import type { TaskId } from '../../protocol/task';
import type { Logits } from '../graph/logits';
import type { Model } from '../graph/model';

/** What is known of a model before it is known what its output means. */
export interface TaskSubject {
  readonly model: Model;
  readonly logits: Logits;
  /** Height and width of its image; 0 where the graph leaves them open. */
  readonly size: readonly [number, number];
}

/** What the output of a model means. */
export interface Task {
  readonly id: TaskId;
  readonly label: string;
  /** What makes the model's own numbers of its scores, where no function of the graph says it. */
  readonly link?: Link;
  /** What of a graph shows that this is its task, one clause; undefined where nothing does. */
  recognise(subject: TaskSubject): string | undefined;
}
