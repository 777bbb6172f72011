import { resolve } from 'node:path';
import type { EngineCalls } from '../../protocol/engine';
import type { EvaluationEvent, EvaluationRequest } from '../../protocol/evaluation';
import type { FolderCalls } from '../../protocol/folder';
import type { ModelFile } from '../model/model-file';
import { compareRuns } from './difference';
import { runEvaluation, type EvaluationOptions } from './evaluation';
import { readImages } from './images-file';
import { inspectFolder } from './folder-inspection';
import { METRIC_SETS } from './metrics';
import { readResults } from './stored-results';
import { readSuite } from './suite';

type FolderAnswers = {
  readonly [N in keyof FolderCalls]: (args: FolderCalls[N]['arguments']) => Promise<EngineCalls[N]['answer']>;
};

/** Answers of the calls about folders and their results, which run no model. @param file reads a model's file */
export function folderAnswers(file: (path: string) => Promise<ModelFile>): FolderAnswers {
  return {
    'folder.inspect': async ({ folder, labelling, models }) =>
      inspectFolder(folder, labelling, await Promise.all(models.map(file))),
    'folder.results': async ({ out }) => readResults(out),
    'folder.images': async ({ out, model, method }) => readImages(out, model, method),
    'folder.difference': async ({ out }) => compareRuns(out),
    'metric.sets': async () => METRIC_SETS,
    'suite.read': async ({ path }) => readSuite(path),
  };
}

/**
 * Evaluations one after another where they write into one folder: a run that was cancelled may still be ending when it
 * is started again.
 */
export class Evaluations {
  private readonly ends = new Map<string, Promise<unknown>>();

  async run(
    request: EvaluationRequest,
    options: EvaluationOptions,
    emit: (event: EvaluationEvent) => void,
  ): Promise<null> {
    const out = resolve(request.out);
    const before = this.ends.get(out) ?? Promise.resolve();
    const run = before.then(() => runEvaluation(request, options, emit));
    const end = run.catch(() => undefined);
    this.ends.set(out, end);
    try {
      await run;
      return null;
    } finally {
      if (this.ends.get(out) === end) this.ends.delete(out);
    }
  }
}
