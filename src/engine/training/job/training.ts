import { join } from 'node:path';
import type { TrainingRequest, TrainingResult } from '../../../protocol/training';
import type { FoldResult } from '../../../protocol/training-result';
import { lockFolderSoon } from '../../file/folder-lock';
import { REPORT_FORMATS } from '../../report';
import { writeWhole } from '../../report/whole-file';
import { Pace } from './pace';
import { contactSheet } from './contact-sheet';
import { epochsFor, NetworkTraining } from './network-training';
import { checkKinds, plannedAugmentations } from './plan';
import { placeless } from './network-place';
import { guessedOf, plannedNetworks } from './planned-network';
import { Readings } from './readings';
import { trainingReport } from './report';
import type { TrainingOptions } from './options';
import { sampleCurve } from './sample-curve';
import { curveCsv } from './curve-table';
import { CURVE_FILE, curveChart } from './curve-chart';
import { seriesOf } from './series';
import { splitsOf } from './splits';
import { RESULT_FILE } from './stored';
import { summaryOf, tableCsv } from './table';

/**
 * Trains networks on a labelled folder, fold by fold, and writes models, tables and a report. Begun again after a stop,
 * it goes on after the last finished epoch, and comes to the same bytes.
 * @throws LensError
 */
export async function runTraining(request: TrainingRequest, options: TrainingOptions): Promise<TrainingResult> {
  const networks = await plannedNetworks(request);
  const augmentations = plannedAugmentations(request.augmentations);
  const release = await lockFolderSoon(request.out);
  try {
    const readings = new Readings(request, options);
    const parts = await readings.of(networks[0]);
    checkKinds(parts.learning, networks, augmentations);
    if (augmentations.length > 0 && parts.learning.kind === 'images')
      writeWhole(join(request.out, 'augmented.png'), await contactSheet(parts.learning, augmentations, request.seed));
    const splits = splitsOf(parts, request);
    const series = networks.map(({ name }) => seriesOf(name, parts.learning, splits, request.sizes ?? []));
    const runs = series.flat().flatMap((one) => one.splits);
    const epochs = runs.reduce((sum, { training }) => sum + epochsFor(training.length, request), 0);
    const pace = new Pace(epochs, (told) => options.tell?.({ kind: 'progress', ...told }));
    const counts = { learning: parts.learning.labels.length, test: parts.test?.labels.length ?? 0 };
    options.tell?.({
      kind: 'started',
      networks: series.flat().map(({ name }) => name),
      folds: splits.splits.length,
      epochs: request.epochs,
      counts,
      description: splits.description,
      guesses: networks.flatMap((one) => (guessedOf(one) ? [{ network: one.name, guessed: guessedOf(one) }] : [])),
    });
    const results: FoldResult[][][] = [];
    for (const [n, network] of networks.entries()) {
      const own = { request, options, parts: await readings.of(network), splits, augmentations, pace };
      const training = new NetworkTraining(own, network);
      const bySize: FoldResult[][] = [];
      for (const one of series[n]) bySize.push(await training.run(one));
      results.push(bySize);
    }
    const { folder: _, out, ...how } = request;
    const result: TrainingResult = {
      request: { ...how, networks: networks.map((network) => placeless(network, out)) },
      description: splits.description,
      classes: parts.learning.classes,
      counts,
      leftOut: [...parts.learning.leftOut, ...(parts.test?.leftOut ?? [])],
      networks: networks.map(({ name }, n) => summaryOf(name, results[n].at(-1)!)),
      curve:
        series[0].length > 1
          ? sampleCurve(
              series[0].map(({ splits: [{ training }] }) => training.length),
              networks.map(({ name }, n) => ({ network: name, results: results[n] })),
              request.seed,
            )
          : null,
    };
    writeResult(out, result);
    return result;
  } finally {
    release();
  }
}

function writeResult(out: string, result: TrainingResult): void {
  writeWhole(join(out, RESULT_FILE), `${JSON.stringify(result, null, 2)}\n`);
  writeWhole(join(out, 'training.csv'), tableCsv(result.networks));
  if (result.curve) {
    writeWhole(join(out, 'sample-sizes.csv'), curveCsv(result.curve));
    writeWhole(join(out, CURVE_FILE), curveChart(result.curve));
  }
  const report = trainingReport(result);
  for (const format of REPORT_FORMATS) writeWhole(join(out, `training.${format.ending}`), format.write(report));
}
