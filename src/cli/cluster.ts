import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { staysInside } from '../engine/file/workspace';
import { writeWhole } from '../engine/report/whole-file';
import { keepJobs } from '../engine/shard/cluster/jobs';
import { DOCKERFILE, kubernetesJobs } from '../engine/shard/cluster/kubernetes';
import { partsFromText, slurmScripts } from '../engine/shard/cluster/slurm';
import { LensError } from '../protocol/error';
import type { PartArguments } from './part-options';
import type { Outcome } from './run';

/** What is to be done on a cluster. */
export interface ClusterWork {
  readonly out: string;
  /** Files and folders that it reads. */
  readonly reads: readonly string[];
  /** The command that does it whole, from `saliency-lens` on. */
  readonly words: readonly string[];
}

/** Writes what does some work on a cluster, and submits it where the cluster's commands are here. */
export async function submit(options: PartArguments, work: ClusterWork): Promise<Outcome> {
  const { out } = work;
  const [, ...words] = work.words;
  return options.slurm === undefined
    ? kubernetes(work, options.kubernetes!, words)
    : slurm(out, options.slurm, options.slurmOption, [process.execPath, resolve(process.argv[1]), ...words]);
}

function slurm(out: string, text: string, options: readonly string[], words: readonly string[]): Outcome {
  const amount = partsFromText(text);
  const scripts = slurmScripts(words, out, amount, options);
  const paths = { parts: join(out, 'slurm/parts.sbatch'), merge: join(out, 'slurm/merge.sbatch') };
  writeWhole(paths.parts, scripts.parts);
  writeWhole(paths.merge, scripts.merge);
  const parts = submitted(paths.parts);
  if (parts === null)
    return {
      json: { scripts: paths, jobs: null },
      text: `written: ${paths.parts}, ${paths.merge}; there is no sbatch here: submit them on the cluster, the second with --dependency=afterok:JOB`,
    };
  const merge = submitted(paths.merge, `--dependency=afterok:${parts}`);
  if (merge !== null) keepJobs(out, { parts, merge, count: amount.count });
  return {
    json: { scripts: paths, jobs: { parts, merge } },
    text: `submitted: array ${parts}, merging ${merge}; scancel ${parts} ${merge} ends both; logs in ${join(out, 'slurm')}`,
  };
}

/** Submits a script. @returns the number of the job; null where there is no Slurm @throws LensError where it refuses */
function submitted(script: string, ...options: readonly string[]): string | null {
  const { error, status, stdout, stderr } = spawnSync('sbatch', ['--parsable', ...options, script], {
    encoding: 'utf8',
  });
  if ((error as { code?: string } | undefined)?.code === 'ENOENT') return null;
  if (status === 0) return stdout.trim().split(';')[0];
  throw new LensError({
    code: 'invalid-argument',
    what: `sbatch refused the script: ${(stderr || error?.message || '').trim().split('\n')[0]}`,
    where: script,
    next: 'Change --slurm-option, or edit and submit it by hand',
  });
}

function kubernetes({ out, reads }: ClusterWork, text: string, words: readonly string[]): Outcome {
  const { count, atOnce = count } = partsFromText(text);
  const jobs = kubernetesJobs({ count, atOnce, words, folder: process.cwd() });
  const folder = join(out, 'kubernetes');
  const files = { 'parts.yaml': jobs.parts, 'merge.yaml': jobs.merge, Dockerfile: DOCKERFILE };
  for (const [name, content] of Object.entries(files)) writeWhole(join(folder, name), content);
  const written = `written: ${Object.keys(files).join(', ')} in ${folder}; kubectl apply -f parts.yaml, then merge.yaml when it has completed`;
  const outside = [out, ...reads].filter((path) => !staysInside(process.cwd(), path));
  return {
    json: { folder, files: Object.keys(files), outside },
    text: outside.length === 0 ? written : `${written}\n${unseen(outside)}`,
  };
}

/** Pods have a volume of their own: what one writes elsewhere is gone with it. */
const unseen = (paths: readonly string[]): string =>
  `pods see the current folder alone, which ${paths.join(', ')} ${paths.length === 1 ? 'is' : 'are'} not in: mount more in both files, or run this in a folder that holds all`;
