import { join } from 'node:path';
import type { TrainingResult } from '../../../protocol/training';
import type { FoldResult } from '../../../protocol/training-result';
import { REPORT_FORMATS } from '../../report';
import { writeWhole } from '../../report/whole-file';
import { contactSheet } from './contact-sheet';
import { CURVE_FILE, curveChart } from './curve-chart';
import { curveCsv } from './curve-table';
import { placeless } from './network-place';
import { bySize, type PreparedTraining } from './prepared-training';
import { trainingReport } from './report';
import { sampleCurve } from './sample-curve';
import { RESULT_FILE } from './stored';
import { summaryOf, tableCsv } from './table';

/** Shows what the networks see, where images are augmented. */
export async function writeContactSheet({ request, augmentations, parts }: PreparedTraining): Promise<void> {
  if (augmentations.length > 0 && parts.learning.kind === 'images')
    writeWhole(join(request.out, 'augmented.png'), await contactSheet(parts.learning, augmentations, request.seed));
}

/** Writes tables and report beside the models. @param folds the results of all runs, in their order */
export function writeTraining(prepared: PreparedTraining, folds: readonly FoldResult[]): TrainingResult {
  const { out } = prepared.request;
  const result = resultOf(prepared, folds);
  writeWhole(join(out, RESULT_FILE), `${JSON.stringify(result, null, 2)}\n`);
  writeWhole(join(out, 'training.csv'), tableCsv(result.networks));
  if (result.curve) {
    writeWhole(join(out, 'sample-sizes.csv'), curveCsv(result.curve));
    writeWhole(join(out, CURVE_FILE), curveChart(result.curve));
  }
  const report = trainingReport(result);
  for (const format of REPORT_FORMATS) writeWhole(join(out, `training.${format.ending}`), format.write(report));
  return result;
}

function resultOf(prepared: PreparedTraining, folds: readonly FoldResult[]): TrainingResult {
  const { networks, parts, splits, series, request } = prepared;
  const { folder: _, out, ...how } = request;
  const results = bySize(prepared, folds);
  return {
    request: { ...how, networks: networks.map((network) => placeless(network, out)) },
    description: splits.description,
    classes: parts.learning.classes,
    counts: { learning: parts.learning.labels.length, test: parts.test?.labels.length ?? 0 },
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
}
