import type { DenseClasses, Prediction, PredictResult } from '../../protocol/prediction';
import type { Link } from '../../protocol/model';
import { usualThreshold } from '../../protocol/label-threshold';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import { Execution, type JobOptions } from '../session/execution';
import { logitsOf, probabilities, scoreCount } from '../session/score';
import type { Detector } from '../task/detection/detector';
import { sizeOf, type FloatTensor } from '../tensor/tensor';
import { boxTensors, detectedBoxes } from './detected-boxes';

/** The tensors of the forward pass of which a prediction is made: the boxes of a detector, then the scores. */
export const tensorsOfPrediction = ({ network, detector }: OpenedModel): readonly string[] => [
  ...(detector ? boxTensors(detector) : []),
  ...network.predicted,
];

/**
 * All classes of one input, the most probable first; for a dense output the classes by the area they win, for boxes by
 * the most confident of them.
 */
export async function predict(
  model: OpenedModel,
  input: NetworkInput,
  options: JobOptions = {},
): Promise<PredictResult> {
  const start = performance.now();
  const { network, detector } = model;
  const execution = new Execution(options.signal, options.lane);
  const boxes = detector ? boxTensors(detector).length : 0;
  const tensors = await network.remembered(input.tensor, tensorsOfPrediction(model), execution);
  return {
    input: input.view,
    ...(input.beside && { beside: input.beside.map(({ view }) => view) }),
    ...(detector ? boxesSaid(tensors.slice(0, boxes), model, detector) : scoresSaid(tensors[0], model)),
    link: network.graph.link,
    seconds: (performance.now() - start) / 1000,
    device: network.device,
    software: network.software,
  };
}

/** What a model says of an input. */
type Said = Pick<PredictResult, 'predictions' | 'dense' | 'boxes'>;

const namer = ({ network, recipe, detector }: OpenedModel): ((index: number) => string) => {
  const unnamed = network.graph.link === 'identity' && !detector ? 'value' : 'class';
  return (index) => recipe.labels[index] ?? `${unnamed} ${index}`;
};

/** What an output is called, and what the recipe says of it beside its name. */
function outputNamer(
  model: OpenedModel,
): (index: number) => Pick<Prediction, 'index' | 'label' | 'unit' | 'threshold'> {
  const { link } = model.network.graph;
  const { units, thresholds } = model.recipe;
  const labelOf = namer(model);
  return (index) => ({
    index,
    label: labelOf(index),
    ...(link === 'identity' && units?.[index] && { unit: units[index] }),
    ...(model.task.id === 'multi-label' && { threshold: thresholds?.[index] ?? usualThreshold }),
  });
}

function scoresSaid(logits: FloatTensor, model: OpenedModel): Said {
  const { link } = model.network.graph;
  const scores = new DenseScores(logits, link);
  const labelOf = namer(model);
  if (scores.positions > 1 && model.task.id === 'regression') return estimatesSaid(logits, scores, outputNamer(model));
  const best = scores.positions > 1 ? scores.winners() : null;
  return {
    predictions: best ? densePredictions(scores, best, labelOf) : scorePredictions(logits, outputNamer(model), link),
    dense: best ? { ...extentOf(logits.dims.slice(2)), classes: best } : null,
  };
}

/** Of numbers at positions their means. */
function estimatesSaid(logits: FloatTensor, scores: DenseScores, named: ReturnType<typeof outputNamer>): Said {
  const predictions = Array.from({ length: scores.classes }, (_, index) => {
    const mean = scores.mean(index);
    return { ...named(index), probability: mean, logit: mean };
  });
  const classes = new Uint16Array(scores.positions);
  return { predictions, dense: { ...extentOf(logits.dims.slice(2)), classes, estimates: true } };
}

/** What the axes of the positions of scores are. */
function extentOf(positions: readonly number[]): Omit<DenseClasses, 'classes'> {
  if (positions.length < 3) return { height: positions[0], width: positions[1] ?? 1 };
  const [depth, height, width] = positions;
  return { depth, height, width };
}

/** Boxes, and every class by its most confident one. */
function boxesSaid(tensors: readonly FloatTensor[], model: OpenedModel, detector: Detector): Said {
  const labelOf = namer(model);
  const boxes = detectedBoxes(tensors, labelOf, detector.thresholds);
  const count = Math.max(detector.classes, model.recipe.labels.length);
  // The first box of a class is the most confident one.
  const best = new Map(boxes.candidates.map(({ index, score }) => [index, score] as const).reverse());
  const classes = new Set([...Array.from({ length: count }, (_, index) => index), ...best.keys()]);
  const predictions = Array.from(classes, (index) => {
    const score = best.get(index) ?? 0;
    return { index, label: labelOf(index), probability: score, logit: score };
  });
  return { predictions: predictions.sort((a, b) => b.probability - a.probability), dense: null, boxes };
}

/** What the model says of each class or label, the most probable first; estimates stay in their order. */
function scorePredictions(logits: FloatTensor, named: ReturnType<typeof outputNamer>, link: Link): Prediction[] {
  const said = probabilities(logits.data, logits.dims, link);
  const scores = logitsOf(logits, link);
  const all = Array.from(scores, (logit, index) => ({ ...named(index), probability: said[index], logit }));
  return link === 'identity' ? all : all.sort((a, b) => b.probability - a.probability);
}

/** Logits [1, classes, …positions] of a dense output, two classes where there is one logit per position. */
class DenseScores {
  readonly positions: number;
  readonly classes: number;

  constructor(
    private readonly logits: FloatTensor,
    private readonly link: Link,
  ) {
    this.positions = sizeOf(logits.dims.slice(2));
    this.classes = scoreCount(logits.dims, link);
  }

  at(index: number, position: number): number {
    const { data, dims } = this.logits;
    if (this.classes === dims[1]) return data[index * this.positions + position];
    return index === 1 ? data[position] : -data[position];
  }

  /** The class with the largest logit at every position, the first among equals. */
  winners(): Uint16Array {
    const best = new Uint16Array(this.positions);
    for (let k = 1; k < this.classes; k++)
      for (let p = 0; p < this.positions; p++) if (this.at(k, p) > this.at(best[p], p)) best[p] = k;
    return best;
  }

  mean(index: number): number {
    let sum = 0;
    for (let p = 0; p < this.positions; p++) sum += this.at(index, p);
    return sum / this.positions;
  }

  peak(index: number): number {
    let most = -Infinity;
    for (let p = 0; p < this.positions; p++) most = Math.max(most, this.at(index, p));
    return most;
  }
}

/** For a dense output the "probability" of a class is the share of positions it wins. */
function densePredictions(scores: DenseScores, best: Uint16Array, labelOf: (index: number) => string): Prediction[] {
  const counts = new Array<number>(scores.classes).fill(0);
  for (const k of best) counts[k]++;
  return counts
    .map((count, index) => ({
      index,
      label: labelOf(index),
      probability: count / scores.positions,
      logit: scores.peak(index),
    }))
    .sort((a, b) => b.probability - a.probability);
}
