import { entryOf } from '../../parameter/entries';
import { constant } from './constant';
import { cosine } from './cosine';
import { oneCycle } from './one-cycle';
import type { Schedule } from './schedule';
import { step } from './step';

/** Every schedule. To add one: its file, and a line here. */
export const SCHEDULES: readonly Schedule[] = Object.freeze([constant, step, cosine, oneCycle]);

/** @throws LensError for a schedule there is not */
export const scheduleNamed = (id: string): Schedule => entryOf(SCHEDULES, id, 'schedule');
