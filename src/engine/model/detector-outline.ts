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
import type { DetectorLayout } from '../task/detection/layout';
import { detectorLayout } from '../task/detection/layouts';
import { detectorReading, type DetectorReading } from '../task/detection/recognition';
import { asFloats, floats, type FloatTensor } from '../tensor/tensor';
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
  const anchors = detection.anchors === undefined ? undefined : anchorsOf(detection.anchors, path, reading.layout);
  const assumed = anchors ? undefined : reading.assumed;
  const told = assumed === undefined ? reading : { ...reading, reason: `${reading.reason}; ${assumed}` };
  try {
    return { detector: detectorOf(model, told, { size, ...(anchors && { anchors }) }, detection) };
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

/** @throws LensError where they are not there, or none that the layout takes */
function anchorsOf(
  told: NonNullable<DetectionRecipe['anchors']>,
  model: string,
  { takesSides }: DetectorLayout,
): FloatTensor {
  const sidecar = sidecarPath(model);
  const file = typeof told === 'string' ? placeInside(dirname(sidecar), told, `"anchors" (${told})`, sidecar) : sidecar;
  const anchors =
    typeof told === 'string' ? asFloats(readArray(file)) : floats([told.length, 2], Float32Array.from(told.flat()));
  if (anchors.dims.length === 2 && (anchors.dims[1] === 4 || (takesSides && anchors.dims[1] === 2))) return anchors;
  throw new LensError({
    code: 'wrong-shape',
    what: `the anchors are [${anchors.dims.join(', ')}] in place of [proposals, 4]${takesSides ? ' or [anchors, 2]' : ''}`,
    where: file,
    next: `Save the corners of each anchor in pixels, row by row${takesSides ? ', or width and height of each, the finest level first' : ''}`,
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
