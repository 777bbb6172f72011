import type { Task } from '../task';
import { DetectorHead } from './head';
import { detectorReading } from './recognition';

/** Objects, each in a box. */
export const detection: Task = {
  id: 'detection',
  label: 'Detection',
  link: 'identity',
  recognise: ({ model, size }) => detectorReading(new DetectorHead(model, size))?.reason,
};
