import { readFileSync } from 'node:fs';

/** Milliseconds of one tick of the clock by which Linux counts the time of processes. */
const TICK = 10;

/** Milliseconds for which a process has computed; the time of day where the system does not say. */
export function computedTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return Date.now();
  }
}
