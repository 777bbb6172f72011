import { join } from 'node:path';
import type { NetworkSummary, TrainingRequest, TrainingResult } from '../../../protocol/training';
import { lockFolderSoon } from '../../file/folder-lock';
import { REPORT_FORMATS } from '../../report';
import { writeWhole } from '../../report/whole-file';
import { readParts } from '../data/parts';
import { Pace } from './pace';
import { contactSheet } from './contact-sheet';
import { NetworkTraining } from './network-training';
import { checkKinds, plannedAugmentations, plannedNetworks } from './plan';
import { trainingReport } from './report';
import type { TrainingOptions } from './options';
import { splitsOf } from './splits';
import { RESULT_FILE } from './stored';
import { summaryOf, tableCsv } from './table';

/**
 * Trains networks on a labelled folder, fold by fold, and writes models, tables and a report. Begun again after a stop,
 * it goes on after the last finished epoch, and comes to the same bytes.
 * @throws LensError
 */
export async function runTraining(request: TrainingRequest, options: TrainingOptions): Promise<TrainingResult> {
  const networks = plannedNetworks(request.networks);
  const augmentations = plannedAugmentations(request.augmentations);
  const release = await lockFolderSoon(request.out);
  try {
    const { size, color, labelling } = request;
    const progress = (done: number, total: number): void => options.tell?.({ kind: 'reading', done, total });
    const reading = { size, color, labelling, signal: options.signal, lane: options.lane, progress };
    const parts = await readParts(request.folder, reading);
    checkKinds(parts.learning, networks, augmentations);
    if (augmentations.length > 0 && parts.learning.kind === 'images')
      writeWhole(join(request.out, 'augmented.png'), await contactSheet(parts.learning, augmentations, request.seed));
    const splits = splitsOf(parts, request.folds, request.seed);
    const pace = new Pace(networks.length * splits.splits.length * request.epochs, (told) =>
      options.tell?.({ kind: 'progress', ...told }),
    );
    const counts = { learning: parts.learning.labels.length, test: parts.test?.labels.length ?? 0 };
    options.tell?.({
      kind: 'started',
      networks: networks.map(({ name }) => name),
      folds: splits.splits.length,
      epochs: request.epochs,
      counts,
      description: splits.description,
    });
    const summaries: NetworkSummary[] = [];
    for (const network of networks)
      summaries.push(
        summaryOf(
          network.name,
          await new NetworkTraining({ request, options, parts, splits, augmentations, pace }, network).run(),
        ),
      );
    const { folder: _, out: __, ...how } = request;
    const result: TrainingResult = {
      request: how,
      description: splits.description,
      classes: parts.learning.classes,
      counts,
      leftOut: [...parts.learning.leftOut, ...(parts.test?.leftOut ?? [])],
      networks: summaries,
    };
    writeResult(request.out, result);
    return result;
  } finally {
    release();
  }
}

function writeResult(out: string, result: TrainingResult): void {
  writeWhole(join(out, RESULT_FILE), `${JSON.stringify(result, null, 2)}\n`);
  writeWhole(join(out, 'training.csv'), tableCsv(result.networks));
  const report = trainingReport(result);
  for (const format of REPORT_FORMATS) writeWhole(join(out, `training.${format.ending}`), format.write(report));
}
