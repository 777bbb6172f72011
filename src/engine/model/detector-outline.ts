import { dirname } from 'node:path';
import { LensError } from '../../protocol/error';
import type { DetectionRecipe, Recipe } from '../../protocol/recipe';
import { placeInside } from '../file/workspace';
import type { Logits } from '../graph/logits';
import type { Model } from '../graph/model';
import { readArray } from '../image/array';
import { sidecarPath } from '../image/sidecar';
import { detectorOf, type Detector } from '../task/detection/detector';
import type { Size } from '../task/detection/fitting';
import { DetectorHead } from '../task/detection/head';
import { detectorLayout } from '../task/detection/layouts';
import { detectorReading, type DetectorReading } from '../task/detection/recognition';
import { asFloats, type FloatTensor } from '../tensor/tensor';
import type { ModelFile } from './model-file';

/** A detector of a graph that is one, or why its boxes cannot be read. */
export interface DetectorOutline {
  readonly detector?: Detector;
  readonly note?: string;
}

/** How the outputs of a detector are read, as the recipe says or the graph shows. @throws LensError for a wrong recipe */
export function detectorOutline(
  { path }: ModelFile,
  model: Model,
  size: Size,
  { detection = {} }: Recipe,
): DetectorOutline {
  const reading = readingOf(new DetectorHead(model, size), detection);
  if (!reading)
    return {
      note: 'Its boxes are not read: the outputs have no layout of a detector that is known. Name one in the sidecar ("detection")',
    };
  const anchors = detection.anchors === undefined ? undefined : readAnchors(detection.anchors, path);
  try {
    return { detector: detectorOf(model, reading, { size, ...(anchors && { anchors }) }, detection) };
  } catch (thrown) {
    if (!(thrown instanceof LensError)) throw thrown;
    return { note: `Its boxes are not read: ${thrown.message}` };
  }
}

function readingOf(head: DetectorHead, { layout: id, boxOrder }: DetectionRecipe): DetectorReading | undefined {
  const order = boxOrder && { boxOrder };
  if (id === undefined) {
    const seen = detectorReading(head);
    return seen && { ...seen, ...order };
  }
  const layout = detectorLayout(id);
  const seen = layout.recognise(head) ?? { outputs: head.outputs.map(({ name }) => name) };
  return { layout, ...seen, ...order, reason: 'the recipe says so' };
}

/** @throws LensError where they are not there, or no rows of four */
function readAnchors(name: string, model: string): FloatTensor {
  const sidecar = sidecarPath(model);
  const file = placeInside(dirname(sidecar), name, `"anchors" (${name})`, sidecar);
  const anchors = asFloats(readArray(file));
  if (anchors.dims.length === 2 && anchors.dims[1] === 4) return anchors;
  throw new LensError({
    code: 'wrong-shape',
    what: `the anchors are [${anchors.dims.join(', ')}] in place of [proposals, 4]`,
    where: file,
    next: 'Save the corners of each anchor in pixels, row by row',
  });
}

/** The scores of a detector: classes at every proposal. */
export const detectorScores = (seen: Logits, { reading, classes, source }: Detector): Logits => ({
  tensor: source,
  activation: 'none',
  link: 'identity',
  holds: 'logits',
  kind: 'dense',
  classes,
  ...(seen.labels && { labels: seen.labels }),
  reason: reading.reason,
});
