import { join } from 'node:path';
import type { EngineCalls } from '../../protocol/engine';
import { LensError } from '../../protocol/error';
import type { EvaluationRequest } from '../../protocol/evaluation';
import type { DeviceChoice } from '../../protocol/model';
import type { PartsCalls } from '../../protocol/parts';
import { submittedJobs } from './cluster/jobs';
import { cancelJobs } from './cluster/queue';
import { runEvaluation, type EvaluationOptions } from './evaluation';
import { statementIn } from './shard/record';
import { reportRun } from './shard/report';
import { partNames, shardsFolder } from './shard/shard';

type PartsAnswers = {
  readonly [N in keyof PartsCalls]: (
    args: PartsCalls[N]['arguments'],
    emit: (event: PartsCalls[N]['event']) => void,
    signal: AbortSignal,
  ) => Promise<EngineCalls[N]['answer']>;
};

/** Answers about runs in parts. @param options how evaluations run here */
export function partsAnswers(options: () => Omit<EvaluationOptions, 'signal'>): PartsAnswers {
  const merging =
    (merge: true | 'so-far'): PartsAnswers['parts.table'] =>
    async ({ out }, emit, signal) => {
      const { request, device } = evaluated(out);
      await runEvaluation({ ...request, out }, { ...options(), device, signal, merge }, emit);
      return null;
    };
  return {
    'parts.report': async ({ out }) => reportRun(out),
    'parts.table': merging('so-far'),
    'parts.merge': merging(true),
    'parts.cancel': async ({ out }) => {
      const jobs = submittedJobs(out);
      if (jobs) await cancelJobs(jobs);
      return null;
    },
  };
}

/** What the parts evaluate, and on which device. @throws LensError `not-found` where none has begun */
function evaluated(out: string): { readonly request: EvaluationRequest; readonly device: DeviceChoice } {
  for (const name of partNames(out)) {
    const stated = statementIn(join(shardsFolder(out), name));
    if (stated)
      return {
        request: stated.said.request as unknown as EvaluationRequest,
        device: stated.said.device as DeviceChoice,
      };
  }
  throw new LensError({ code: 'not-found', what: 'no part of the run has begun', where: out });
}
