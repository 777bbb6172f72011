import {
  brier,
  calibrationError,
  evenReliability,
  logLoss,
  reliability,
  worstCalibrationError,
} from '../../metric/classification/calibration';
import { predictionsOf, type Predictions } from '../../metric/classification/predictions';
import { bestTemperature } from '../../metric/classification/temperature';
import { mean } from '../../statistics/values';
import { floats, type FloatTensor } from '../../tensor/tensor';
import type { CaseOutputs, RunCase } from '../adapter';
import { integers, vector } from '../metric-cases/arrays';

const divided = (logits: FloatTensor, temperature: number): FloatTensor =>
  floats(
    logits.dims,
    logits.data.map((value) => value / temperature),
  );

/** How far probabilities are to be believed, before and after a temperature. */
export const calibration: RunCase = ({ params }, files) => {
  const logits = files.floats(params.logits);
  const labels = Array.from(files.array(params.labels).data as ArrayLike<number>, Number);
  return params.multiLabel ? ofLabels(logits, labels, params.bins) : ofClasses(logits, labels, params.bins);
};

function ofClasses(logits: FloatTensor, labels: readonly number[], bins: number): CaseOutputs {
  const at = (temperature: number): Predictions => predictionsOf(divided(logits, temperature), labels);
  const before = at(1);
  const temperature = bestTemperature((t) => logLoss(at(t)));
  const after = at(temperature);
  const bars = reliability(before, bins);
  return {
    ...errorsOf(before, bins, ''),
    ...errorsOf(after, bins, 'After'),
    temperature,
    binCounts: integers(bars.map(({ count }) => count)),
    binAccuracy: vector(bars.map(({ accuracy }) => accuracy)),
    binConfidence: vector(bars.map(({ confidence }) => confidence)),
  };
}

function errorsOf(predictions: Predictions, bins: number, suffix: string): Record<string, number> {
  const bars = reliability(predictions, bins);
  return {
    [`ece${suffix}`]: calibrationError(bars),
    [`mce${suffix}`]: worstCalibrationError(bars),
    [`adaptiveEce${suffix}`]: calibrationError(evenReliability(predictions, bins)),
    [`brier${suffix}`]: brier(predictions),
    [`nll${suffix}`]: logLoss(predictions),
  };
}

/** One sigmoid per label: bins hold its probability, and its frequency takes the place of the accuracy. */
function ofLabels(logits: FloatTensor, labels: readonly number[], bins: number): CaseOutputs {
  const [count, width] = logits.dims;
  const probabilities = Float64Array.from(logits.data, (value) => 1 / (1 + Math.exp(-value)));
  const loss = (temperature: number): number =>
    mean(
      Float64Array.from(logits.data, (value, n) => softplus(value / temperature) - (labels[n] * value) / temperature),
    );
  const temperature = bestTemperature(loss);
  const column = (values: ArrayLike<number>, k: number): Float64Array =>
    Float64Array.from({ length: count }, (_, n) => values[n * width + k]);
  const columns = Array.from({ length: width }, (_, k) => ({ p: column(probabilities, k), y: column(labels, k) }));
  return {
    temperature,
    nll: loss(1),
    nllAfter: loss(temperature),
    ecePerLabel: vector(columns.map(({ p, y }) => calibrationError(reliability(asYes(p, y), bins)))),
    brierPerLabel: vector(columns.map(({ p, y }) => mean(p.map((value, n) => (value - y[n]) ** 2)))),
  };
}

/** ln(1 + eˣ) */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** A label as a classifier that always says yes: its confidence is the probability. */
const asYes = (probabilities: Float64Array, truth: Float64Array): Predictions => ({
  count: probabilities.length,
  classes: 1,
  labels: Int32Array.from(truth, (y) => (y ? 0 : 1)),
  probabilities,
  predicted: new Int32Array(probabilities.length),
});
