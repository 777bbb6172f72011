import type { TrainingInspection, TrainingRequest } from '../../../protocol/training';
import type { Dataset, Sample } from '../../dataset/dataset';
import { openDataset } from '../../dataset/opening';
import { isArray } from '../../image/array';
import { shapeOf } from './decoded';
import { partFolders } from './parts';

/** Inputs whose shapes are looked at. */
const LOOKED_AT = 64;
/** Files left out that are named. */
const NAMED = 20;

/** What would be learned from: classes, counts and shape; nothing is decoded. @throws LensError as for an evaluation */
export async function inspectTraining({
  folder,
  labelling,
}: Pick<TrainingRequest, 'folder' | 'labelling'>): Promise<TrainingInspection> {
  const places = partFolders(folder);
  const learning = openDataset(places.learning, { labelling });
  const test = places.test === null ? null : openDataset(places.test, { labelling, modelLabels: learning.classes });
  const [counts, testCounts] = [countsOf(learning), test && countsOf(test)];
  const labelled = learning.samples.filter(({ label }) => label !== null);
  const arrays = labelled.length > 0 && isArray(labelled[0].path);
  const leftOut = [...learning.leftOut, ...(test?.leftOut ?? [])];
  return {
    kind: arrays ? 'signals' : 'images',
    shape: await commonShape(spread(labelled)),
    labelling: learning.labelling.description,
    classes: learning.classes.map((name, c) => ({ name, learning: counts[c], test: testCounts?.[c] ?? 0 })),
    counts: { learning: labelled.length, test: test?.samples.filter(({ label }) => label !== null).length ?? 0 },
    leftOut: { files: leftOut.length, first: leftOut.slice(0, NAMED) },
  };
}

function countsOf({ classes, samples }: Dataset): number[] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const { label } of samples) if (label !== null) counts[label]++;
  return counts;
}

/** Some of them, from the first to the last. */
function spread(samples: readonly Sample[]): readonly Sample[] {
  const step = Math.max(1, samples.length / LOOKED_AT);
  return samples.filter((_, k) => Math.floor(k / step) !== Math.floor((k - 1) / step));
}

/** Null where they differ, or where none can be read: reading them says why. */
async function commonShape(samples: readonly Sample[]): Promise<readonly number[] | null> {
  const shapes = await Promise.all(samples.map(({ path }) => shapeOf(path).catch(() => null)));
  const known = shapes.filter((shape) => shape !== null);
  const [first] = known;
  return first && known.every((shape) => shape.join() === first.join()) ? first : null;
}
