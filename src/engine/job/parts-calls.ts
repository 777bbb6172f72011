import { join } from 'node:path';
import type { EngineCalls } from '../../protocol/engine';
import { LensError } from '../../protocol/error';
import type { EvaluationEvent } from '../../protocol/evaluation-progress';
import type { EvaluationRequest } from '../../protocol/evaluation';
import type { DeviceChoice, DeviceId } from '../../protocol/model';
import type { PartsCalls } from '../../protocol/parts';
import type { TrainingRequest } from '../../protocol/training';
import { runEvaluation, type EvaluationOptions } from '../evaluation/evaluation';
import { submittedJobs } from '../shard/cluster/jobs';
import { cancelJobs } from '../shard/cluster/queue';
import { statementIn, type PartStatement } from '../shard/record';
import { reportRun } from '../shard/report';
import { partNames, shardsFolder } from '../shard/shard';
import { mergeTraining } from '../training/job/sharded-training';
import { trainedSoFar } from '../training/job/so-far';

type PartsAnswers = {
  readonly [N in keyof PartsCalls]: (
    args: PartsCalls[N]['arguments'],
    emit: (event: PartsCalls[N]['event']) => void,
    signal: AbortSignal,
  ) => Promise<EngineCalls[N]['answer']>;
};

type Options = Omit<EvaluationOptions, 'signal'>;

/** Answers about runs in parts. @param options how runs go here */
export function partsAnswers(options: () => Options): PartsAnswers {
  return {
    'parts.report': async ({ out }) => reportRun(out),
    'parts.table': async ({ out }, emit, signal) => {
      await evaluate(statedIn(out), out, 'so-far', { ...options(), signal }, emit);
      return null;
    },
    'parts.folds': async ({ out }) => trainedSoFar(out),
    'parts.merge': async ({ out }, emit, signal) => {
      const said = statedIn(out);
      if (said.kind === 'evaluation') await evaluate(said, out, true, { ...options(), signal }, emit);
      else await train(said, out, { ...options(), signal });
      return null;
    },
    'parts.cancel': async ({ out }) => {
      const jobs = submittedJobs(out);
      if (jobs) await cancelJobs(jobs);
      return null;
    },
  };
}

async function evaluate(
  { request, device }: PartStatement,
  out: string,
  merge: true | 'so-far',
  options: EvaluationOptions,
  emit: (event: EvaluationEvent) => void,
): Promise<void> {
  const asked = { ...(request as unknown as EvaluationRequest), out };
  await runEvaluation(asked, { ...options, device: device as DeviceChoice, merge }, emit);
}

async function train(
  { request, device }: PartStatement,
  out: string,
  { threads, signal, lane }: EvaluationOptions,
): Promise<void> {
  const asked = { ...(request as unknown as TrainingRequest), out };
  await mergeTraining(asked, { runtime: { device: device as DeviceId, threads }, signal, lane });
}

/** What the parts say they work on. @throws LensError `not-found` where none has begun */
function statedIn(out: string): PartStatement {
  for (const name of partNames(out)) {
    const stated = statementIn(join(shardsFolder(out), name));
    if (stated) return stated.said;
  }
  throw new LensError({ code: 'not-found', what: 'no part of the run has begun', where: out });
}
