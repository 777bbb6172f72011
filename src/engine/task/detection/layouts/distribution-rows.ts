import { boxesAround, meansOf } from '../distances';
import type { DetectorLayout } from '../layout';
import { END, lastAxis, shapeIn } from '../parts';
import { stridesWith } from '../places';
import { distributions } from './distributions';

/** Fewer numbers are no four distributions. */
const LEAST = 20;

/** As distributions, all levels in rows of probabilities and distances, [N, places, classes + 4 · bins] (NanoDet-Plus). */
export const distributionRows: DetectorLayout = {
  id: 'distribution-rows',
  usual: distributions.usual,
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && head.hasAnchors(shape[1], 1));
    const pieces = output && head.pieces(output.name, 2);
    if (!output || pieces?.length !== 2) return undefined;
    const [classes, sides] = pieces;
    // Four numbers in front would be a box.
    if (classes === 4 || sides < LEAST || sides % 4 !== 0) return undefined;
    return {
      outputs: [output.name],
      columns: { classes },
      reason: `${output.name} has ${classes} classes and distributions of distances in a row for every place (NanoDet-Plus)`,
    };
  },
  boxes(builder, [output], { size, columns }) {
    const places = Number(shapeIn(builder, output)[1]);
    const distances = meansOf(builder, lastAxis(builder, output, columns?.classes ?? 0, END));
    return boxesAround(builder, distances, size, stridesWith(size, places) ?? []);
  },
  scores(builder, [output], columns) {
    const scores = lastAxis(builder, output, 0, columns?.classes ?? END);
    return { scores, probabilities: scores };
  },
};
