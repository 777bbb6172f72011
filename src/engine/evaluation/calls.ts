import type { EngineCalls } from '../../protocol/engine';
import type { FolderCalls } from '../../protocol/folder';
import { volumeSlices } from '../dataset/volume-slices';
import type { ModelFile } from '../model/model-file';
import { modelOutline } from '../model/model-outline';
import { commandLine } from './command-line';
import { compareRuns } from './difference';
import { readImages } from './images-file';
import { inspectFolder } from './folder-inspection';
import { METRIC_SETS } from './metrics';
import { makePlan } from './plan';
import { readResults } from './stored-results';
import { readSuite } from './suite';

type FolderAnswers = {
  readonly [N in keyof FolderCalls]: (args: FolderCalls[N]['arguments']) => Promise<EngineCalls[N]['answer']>;
};

/** Answers of the calls about folders and their results, which run no model. @param file reads a model's file */
export function folderAnswers(file: (path: string) => Promise<ModelFile>): FolderAnswers {
  return {
    'folder.inspect': async ({ folder, labelling, models }) => {
      const files = await Promise.all(models.map(file));
      const [first] = files;
      const slices = first && !first.external ? await volumeSlices(folder, modelOutline(first).input.dims) : undefined;
      return inspectFolder(folder, labelling, files, slices);
    },
    'folder.results': async ({ out }) => readResults(out),
    'folder.images': async ({ out, model, method }) => readImages(out, model, method),
    'folder.difference': async ({ out, before }) => compareRuns(out, before),
    'folder.command': async (request) => commandLine(request, makePlan(request), { device: 'auto', threads: 0 }),
    'metric.sets': async () => METRIC_SETS,
    'suite.read': async ({ path }) => readSuite(path),
  };
}
