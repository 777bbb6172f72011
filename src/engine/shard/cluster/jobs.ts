import { statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { RESULTS } from '../../file/kind';
import { readText } from '../../file/reading';
import { writeWhole } from '../../report/whole-file';

const jobsShape = z.object({ parts: z.string(), merge: z.string(), count: z.number() });

/** What was submitted to Slurm: numbers of jobs, and of how many parts the array is. */
export type SubmittedJobs = z.infer<typeof jobsShape>;

const fileOf = (out: string): string => join(out, 'slurm', 'jobs.json');

/** Keeps what was submitted beside the scripts, so that it can be watched and cancelled from elsewhere. */
export function keepJobs(out: string, jobs: SubmittedJobs): void {
  writeWhole(fileOf(out), `${JSON.stringify(jobs)}\n`);
}

/** What was submitted last, and when, in milliseconds since 1970; null where nothing was. */
export function submittedJobs(out: string): (SubmittedJobs & { readonly at: number }) | null {
  const path = fileOf(out);
  try {
    return { ...jobsShape.parse(JSON.parse(readText(path, RESULTS))), at: statSync(path).mtimeMs };
  } catch {
    return null;
  }
}
