import { LensError } from '../../../protocol/error';
import type { Corners } from '../../../protocol/task';
import { Execution } from '../../session/execution';
import { detectorLayout } from '../../task/detection/layouts';
import { labelMap } from '../../task/segmentation/label-map';
import { element, elements, region, type Place } from '../../task/target/elements';
import { nearnesses } from '../../task/target/embedding';
import {
  classScore,
  detectionSimilarity,
  overlapPlusScore,
  overlapTimesScore,
  proposalOverlap,
} from '../../task/target/detection';
import type { ScoreExpression } from '../../task/target/scored-model';
import { floats, reshaped, type FloatTensor } from '../../tensor/tensor';
import type { CaseFiles, ReferenceCase } from '../adapter';
import { boxesOf, type NamedLayout } from './networks';

/** The fields of a case's score; its kind says which are there. */
interface CaseScore extends NamedLayout {
  readonly kind: string;
  readonly output: string;
  readonly index: Place;
  readonly indices: readonly Place[];
  readonly tensor: string;
  readonly class: number;
  readonly proposal: number;
  readonly box: Corners;
  readonly classVector: readonly number[];
  readonly reference: string;
  readonly region: 'predicted' | 'mask' | 'pixel';
  readonly mask: string;
  readonly pixel: readonly [number, number];
  readonly measure: string;
  readonly similarity: string;
  readonly boxes: string;
  readonly labels: string;
  readonly iouThreshold: number;
}

type Expressed = (
  score: CaseScore,
  reference: ReferenceCase,
  files: CaseFiles,
) => Promise<ScoreExpression> | ScoreExpression;

const near: Expressed = ({ kind, output, reference: stored }, _, files) => {
  const reference = files.floats(stored);
  return (builder) => nearnesses[kind](builder, output, reference);
};

const detection: Expressed = (score, { input }, files) => {
  const { layout, measure, tensor, index, proposal, class: label, box } = score;
  if (measure === 'logit') return (builder) => element(builder, tensor, index);
  return (builder, outputs) => {
    const own = classScore(builder, detectorLayout(layout).scores(builder, outputs), proposal, label);
    if (measure === 'score') return own;
    const boxes = boxesOf(builder, outputs, score, files, files.floats(input as string));
    return builder.op('Mul', [own, proposalOverlap(builder, boxes, proposal, box)]);
  };
};

const similarity: Expressed =
  (score, { input }, files) =>
  (builder, outputs) => {
    const boxes = boxesOf(builder, outputs, score, files, files.floats(input as string));
    const scores = detectorLayout(score.layout).scores(builder, outputs);
    return score.similarity === 'd-rise'
      ? detectionSimilarity(builder, boxes, scores, score.box, score.classVector)
      : overlapTimesScore(builder, boxes, scores, score.class, score.box);
  };

/** Of each target box, the detection that overlaps it most. */
const boxScore: Expressed = ({ boxes: boxesFile, labels: labelsFile, iouThreshold }, _, files) => {
  const [boxes, own] = [files.floats(boxesFile).data, files.floats(labelsFile).data];
  const wanted = Array.from(own, (label, k) => {
    const [left, top, right, bottom] = boxes.subarray(4 * k, 4 * k + 4);
    return { label, box: [left, top, right, bottom] as const };
  });
  return (builder, outputs) => {
    const layout = detectorLayout('torchvision');
    const { scores, labels } = layout.scores(builder, outputs);
    const found = layout.boxes(builder, outputs, { size: [0, 0] });
    return overlapPlusScore(builder, found, { scores, labels: labels! }, { wanted, threshold: iouThreshold });
  };
};

const ofRegion: Expressed = async (score, reference, files) => {
  const network = await files.network(reference.model as string);
  const image = files.floats(reference.input as string);
  const logits = await network.logits(image, new Execution(files.signal));
  const one = reshaped(logits, logits.dims.slice(1));
  const mask = maskOf(score, one, files);
  const plane = one.dims[0] === 1 ? 0 : score.class;
  return (builder) => region(builder, score.output, plane, mask);
};

/** 1 at the output positions of a region. */
function maskOf(score: CaseScore, logits: FloatTensor, files: CaseFiles): FloatTensor {
  const [height, width] = logits.dims.slice(1);
  const at = (inside: (row: number, column: number) => boolean): FloatTensor =>
    floats(
      [height, width],
      Array.from({ length: height * width }, (_, p) => (inside(Math.floor(p / width), p % width) ? 1 : 0)),
    );
  if (score.region === 'pixel') return at((row, column) => row === score.pixel[0] && column === score.pixel[1]);
  if (score.region === 'predicted') {
    const labels = labelMap(logits);
    return at((row, column) => labels[row * width + column] === score.class);
  }
  const painted = files.floats(score.mask);
  const [tall, broad] = painted.dims.slice(-2);
  // Nearest neighbour with half-pixel centres.
  const from = (position: number, own: number, other: number): number => Math.floor(((position + 0.5) * other) / own);
  return at((row, column) => painted.data[from(row, height, tall) * broad + from(column, width, broad)] > 0);
}

const kinds: Readonly<Record<string, Expressed>> = {
  element:
    ({ output, index }) =>
    (builder) =>
      element(builder, output, index),
  elements:
    ({ output, indices }) =>
    (builder) =>
      elements(builder, output, indices),
  region: ofRegion,
  'cosine-similarity': near,
  'cosine-distance': near,
  'euclidean-distance': near,
  detection,
  similarity,
  'box-score': boxScore,
};

/** The number a case explains, as graph operators. @throws LensError for a kind of score that is not known */
export async function expressionOf(reference: ReferenceCase, files: CaseFiles): Promise<ScoreExpression> {
  const score = reference.params.score as CaseScore;
  const expressed = kinds[score.kind];
  if (!expressed) throw new LensError({ code: 'invalid-argument', what: `the score ${score.kind} is not known` });
  return expressed(score, reference, files);
}
