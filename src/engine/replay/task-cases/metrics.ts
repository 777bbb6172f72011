import { labelRanking, multiLabelSummary } from '../../metric/multi-label/multi-label';
import { regressionErrors } from '../../metric/regression/regression';
import { boundaryIou } from '../../metric/segmentation/boundary';
import { definedMean, pixelConfusion, segmentationSummary } from '../../metric/segmentation/confusion';
import { mean } from '../../statistics/values';
import type { Tensor } from '../../tensor/tensor';
import type { CaseOutputs, RunCase } from '../adapter';
import { integers, vector } from '../metric-cases/arrays';

const numbers = ({ data }: Tensor): Float64Array => Float64Array.from(data as ArrayLike<number>, Number);

export const segmentationMetrics: RunCase = ({ params }, files): CaseOutputs => {
  const truth = files.array(params.truth);
  const [own, told] = [numbers(truth), numbers(files.array(params.predicted))];
  const { classes, boundaryDistance } = params;
  if (boundaryDistance !== undefined) {
    const [height, width] = truth.dims.slice(-2);
    const size = [own.length / (height * width), height, width] as const;
    const iou = boundaryIou(own, told, size, classes, boundaryDistance);
    return { boundaryIouPerClass: vector(iou), meanBoundaryIou: definedMean(iou) };
  }
  const summary = segmentationSummary(pixelConfusion(own, told, classes, params.ignoreIndex), classes);
  return {
    ...summary,
    confusionMatrix: integers(summary.confusion, [classes, classes]),
    iouPerClass: vector(summary.iouPerClass),
    dicePerClass: vector(summary.dicePerClass),
    accuracyPerClass: vector(summary.accuracyPerClass),
    precisionPerClass: vector(summary.precisionPerClass),
    confusion: vector(summary.confusion),
  };
};

export const multiLabelMetrics: RunCase = ({ params }, files) => {
  const probabilities = files.array(params.probabilities);
  const answers = {
    probabilities: numbers(probabilities),
    truth: numbers(files.array(params.truth)),
    labels: probabilities.dims[1],
    threshold: params.threshold,
  };
  const { averagePrecision, f1, rocAuc, ...summary } = multiLabelSummary(answers);
  const ranking = labelRanking(answers);
  return {
    ...summary,
    averagePrecisionPerLabel: vector(averagePrecision),
    averagePrecisionMacro: mean(averagePrecision),
    averagePrecisionMacroPresent: summary.averagePrecisionPresent,
    f1PerLabel: vector(f1),
    f1Macro: mean(f1),
    rocAucPerLabel: vector(rocAuc),
    rocAucMacro: definedMean(rocAuc),
    coverageError: ranking.coverageError,
    labelRankingLoss: ranking.rankingLoss,
    labelRankingAveragePrecision: ranking.rankingAveragePrecision,
  };
};

export const regressionMetrics: RunCase = ({ params }, files) => {
  const truth = files.array(params.truth);
  const outputs = truth.dims.length > 1 ? truth.dims[1] : 1;
  const errors = regressionErrors(numbers(truth), numbers(files.array(params.predicted)), outputs);
  return {
    maePerOutput: vector(errors.meanAbsolute),
    mae: mean(errors.meanAbsolute),
    rmsePerOutput: vector(errors.rootMeanSquare),
    rmse: mean(errors.rootMeanSquare),
    r2PerOutput: vector(errors.determination),
    r2: mean(errors.determination),
    r2VarianceWeighted: errors.weightedDetermination,
    medianAbsoluteErrorPerOutput: vector(errors.medianAbsolute),
    medianAbsoluteError: mean(errors.medianAbsolute),
    pearsonPerOutput: vector(errors.correlation),
  };
};
