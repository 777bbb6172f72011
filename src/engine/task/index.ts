import type { TaskDescription, TaskId } from '../../protocol/task';
import type { Logits } from '../graph/logits';
import { binary } from './binary';
import { classification } from './classification';
import { detection } from './detection';
import { embedding } from './embedding';
import { multiLabel } from './multi-label';
import { regression } from './regression';
import { segmentation } from './segmentation';
import type { Task, TaskSubject } from './task';

/** Every task; of those that a graph shows, the first holds. */
const tasks: readonly Task[] = Object.freeze([
  detection,
  segmentation,
  embedding,
  regression,
  multiLabel,
  binary,
  classification,
]);

/** The task of a model: as the recipe says, or as the graph shows. */
export function taskOf(subject: TaskSubject, told?: TaskId): TaskDescription {
  if (told) return { id: told, reason: 'the recipe says so' };
  for (const task of tasks) {
    const reason = task.recognise(subject);
    if (reason !== undefined) return { id: task.id, reason };
  }
  return { id: classification.id, reason: 'nothing shows another task' };
}

/** Numbers at positions as they are, none of which stands for two classes. */
const estimates = ({ single, ...logits }: Logits, reason: string): Logits => ({
  ...logits,
  link: 'identity',
  classes: single ? 1 : logits.classes,
  holds: 'logits',
  reason,
});

/** The scores as a task reads them, where no function of the graph says how they are read. */
export function logitsForTask(logits: Logits, { id, reason }: TaskDescription): Logits {
  const { label, link } = tasks.find((task) => task.id === id)!;
  if (id === 'regression' && logits.kind === 'dense') return estimates(logits, reason);
  if (!link || link === logits.link || logits.activation !== 'none' || logits.kind === 'dense') return logits;
  const single = logits.kind === 'binary';
  return {
    ...logits,
    link,
    kind: link === 'identity' ? 'regression' : single ? 'binary' : 'multilabel',
    classes: single && link === 'identity' ? 1 : logits.classes,
    reason: `${logits.tensor} is read as ${label.toLowerCase()}: ${reason}`,
  };
}
