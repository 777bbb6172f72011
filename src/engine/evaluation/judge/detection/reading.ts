import { visibleBoxes } from '../../../../protocol/boxes';
import { LensError } from '../../../../protocol/error';
import { boxTensors } from '../../../explanation/detected-boxes';
import { imageBoxes } from '../../../explanation/image-boxes';
import { isArray } from '../../../image/array';
import { imageSize } from '../../../image/size';
import { SCORES, type Detector } from '../../../task/detection/detector';
import { detectionsOf } from '../../../task/detection/suppression';
import type { ImageEvaluation } from '../../image-evaluation';
import { mostExplainedBoxes } from '../../../../protocol/evaluation';
import { kept, packed, unkept, type FoundBox, type FoundBoxes } from './found-boxes';
import { LEAST_SCORE, MOST_BOXES, MOST_OVERLAP } from './thresholds';

const THRESHOLDS = [LEAST_SCORE, MOST_OVERLAP, MOST_BOXES];

/** Whether nothing has to be left out of what a detector finds: it, or its graph, has done so. */
const findsOnce = ({ shown, reading: { layout } }: Detector): boolean =>
  shown !== SCORES || layout.ranked === true || layout.distinct === true;

/** The boxes a detector finds in an input, in pixels of the image. */
export async function foundBoxes(evaluation: ImageEvaluation): Promise<FoundBoxes> {
  const { opened, name } = evaluation.model;
  const { path } = evaluation.file;
  const stored = await evaluation.fact(['boxes', ...THRESHOLDS, opened.detector?.thresholds], async (image) => {
    const { detector, recipe } = opened;
    if (!detector) throw new LensError({ code: 'internal', what: `${name} is no detector` });
    const [boxes, scores, labels] = await image.tensors(boxTensors(detector));
    const found = detectionsOf(
      { boxes: boxes.data, scores: scores.data, classes: scores.dims[2] },
      {
        scoreThreshold: LEAST_SCORE,
        iouThreshold: findsOnce(detector) ? null : MOST_OVERLAP,
        multiLabel: true,
        maxDetections: MOST_BOXES,
      },
    );
    const { inImage } = await imageBoxes(path, recipe);
    const all = Array.from(found.proposals, (proposal, k): FoundBox => {
      const [left, top, right, bottom] = found.boxes.subarray(4 * k, 4 * k + 4);
      const index = labels ? Math.round(labels.data[proposal]) : found.labels[k];
      return { index, score: found.scores[k], corners: inImage([left, top, right, bottom]) };
    });
    const [height, width] = isArray(path) ? recipe.size : await imageSize(path);
    const { candidates, scoreThreshold, overlapThreshold } = await image.boxes();
    const shown = visibleBoxes(candidates, scoreThreshold, overlapThreshold);
    return kept({
      width,
      height,
      all: packed(all),
      shown: packed(shown.map((box) => ({ ...box, corners: inImage(box.corners) }))),
      asked: shown.slice(0, mostExplainedBoxes),
    });
  });
  return unkept(stored);
}
