import { choicesOf, entryOf, registry } from '../../parameter/entries';
import { choice, integer } from '../../parameter/kinds';
import { gaussianBlur } from '../../tensor/blur';
import { gridLabels } from '../../segmentation';
import type { FloatTensor } from '../../tensor/tensor';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf, type NamedBaseline } from '../baseline';
import { defineMethod, type MethodContext } from '../method';
import { coalitionMask } from '../masking/coalition-mask';
import { coalitionRunner } from '../coalition/coalition-scores';
import { inpaintingMask } from '../masking/inpainting-mask';
import type { MaskKind } from '../masking/masking';
import { OwenValues } from '../coalition/owen-values';
import { sampled, budgetParameters } from '../masking/sampling';
import { painted } from '../segment/segments';

/** What stands in hidden blocks. */
interface Masker {
  readonly id: string;
  readonly label: string;
  readonly kind: MaskKind;
  baseline(context: MethodContext<NamedBaseline>): FloatTensor;
}

const MASKERS = registry<Masker>()([
  {
    id: 'blur',
    label: 'The input, strongly blurred',
    kind: coalitionMask,
    baseline: ({ input }) => gaussianBlur(input, Math.min(...input.dims.slice(2)) / 4),
  },
  { id: 'inpaint', label: 'Inpainted from what is shown', kind: inpaintingMask, baseline: baselineOf },
  { id: 'baseline', label: 'The baseline', kind: coalitionMask, baseline: baselineOf },
]);

/** Partition SHAP: Owen values over repeated halving of the image, the most important halves first. */
export const partitionShap = defineMethod({
  id: 'partition-shap',
  label: 'Partition SHAP',
  group: 'perturbation',
  paper: {
    authors: 'Owen',
    year: 1977,
    title: 'Values of Games with a Priori Unions',
    url: 'https://doi.org/10.1007/978-3-642-45494-3_7',
  },
  shows: "Each block's share of the difference between the score and the masked image's score, finer where it matters.",
  misleads: 'Where an object crosses the straight cuts; unopened blocks share their value evenly.',
  needs: [],
  spatialAxes: 2,
  signed: true,
  unit: 'score',
  params: [
    integer({ name: 'samples', label: 'Evaluations', default: 500, minimum: 4, maximum: 1000000 }),
    integer({
      name: 'gridSize',
      label: 'Finest grid',
      description: 'Cells per side',
      default: 32,
      minimum: 2,
      maximum: 128,
    }),
    choice({
      name: 'masker',
      label: 'Hidden blocks become',
      default: 'blur',
      choices: choicesOf(MASKERS),
    }),
    ...baselineParameters({ advanced: true, usedWith: { name: 'masker', values: ['baseline', 'inpaint'] } }),
    ...budgetParameters,
  ],
  shared: ['samples'],
  cost: (params) => params.samples,
  async run(context) {
    const spatial = context.input.dims.slice(2);
    const { samples, gridSize: size } = context.params;
    const labels = gridLabels(spatial, size, size);
    const [rows, columns] =
      spatial.length === 1 ? [1, Math.min(size, spatial[0])] : spatial.map((d) => Math.min(size, d));
    const masker = entryOf(MASKERS, context.params.masker, 'masker');
    const score = await coalitionRunner(context, labels, masker.baseline(context), masker.kind);
    const cells = rows * columns;
    const [none, all] = await score([new Uint8Array(cells), new Uint8Array(cells).fill(1)]);
    const owen = new OwenValues(rows, columns, none, all);
    const { done, warnings } = await sampled(context, samples, {
      // The two ends have been run.
      step: async (taken, limit) =>
        Math.max(2, taken) + (owen.complete ? 0 : await owen.refine(score, limit - Math.max(2, taken))),
      partial: () => painted(owen.values(), labels),
    });
    const values = owen.values();
    return {
      map: painted(values, labels),
      completeness: { sum: values.reduce((sum, v) => sum + v, 0), expected: all - none },
      details: {
        labels,
        segmentValues: { type: 'float64', dims: [cells], data: values },
        baseValue: none,
        samples: done,
      },
      // Where every block has been opened there was nothing left to run.
      warnings: owen.complete ? [] : warnings,
    };
  },
});
