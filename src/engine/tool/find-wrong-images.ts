import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { ImageColumns } from '../../protocol/folder';
import { LensError } from '../../protocol/error';
import { insideWorkspace } from '../file/workspace';
import { path } from './arguments';
import { defineTool } from './tool';

export const findWrongImages = defineTool({
  id: 'find_wrong_images',
  label: 'Find images that a model gets wrong',
  description:
    'Lists the images that a model got wrong in an evaluation, those it was surest of first, with label and prediction; of detectors, segmenters and other tasks those it was worst at. explain_image tells why.',
  arguments: z.object({
    results: path('The folder of results that evaluate_folder has written'),
    model: z.string().optional().describe('The name of a model of the evaluation; the first by default'),
    label: z.string().optional().describe('Only images of this class'),
    most: z.int().min(1).max(500).default(20).describe('How many are listed'),
  }),
  async run({ model: name, label, most, ...args }, { call }) {
    const out = insideWorkspace(args.results, 'the folder of results');
    const stored = await call('folder.results', { out });
    const model = stored?.summary.models.findIndex((one) => name === undefined || one.name === name) ?? -1;
    if (!stored || model < 0)
      throw new LensError({
        code: 'not-found',
        what: stored ? `the evaluation has no model ${name}` : 'there are no results of an evaluation',
        where: out,
        next: stored
          ? `Its models: ${stored.summary.models.map((one) => one.name).join(', ')}`
          : 'Run evaluate_folder first',
      });
    const { folder, models } = stored.summary;
    const { judgement } = models[model];
    const placeOf = (image: string): string => join(resolve(folder), image);
    if (judgement) {
      const { measure, images } = judgement.worst;
      const worst = images.slice(0, most).map(({ name: image, ...rest }) => ({ image: placeOf(image), ...rest }));
      return { told: { model: models[model].name, ordered_by: measure, worst } };
    }
    const wrong = wrongRows(await call('folder.images', { out, model, method: 0 }), label);
    const listed = wrong.slice(0, most).map(({ name: image, ...rest }) => ({ image: placeOf(image), ...rest }));
    return { told: { model: models[model].name, wrong: wrong.length, images: listed } };
  },
});

/** Wrong predictions, the surest first. */
function wrongRows({ names, classes, label: labels, predicted, probability }: ImageColumns, only: string | undefined) {
  return names
    .map((name, n) => ({ name, label: labels[n], predicted: predicted[n], probability: probability[n] }))
    .filter(({ label, predicted: said }) => label >= 0 && label !== said)
    .map(({ label, predicted: said, ...rest }) => ({ ...rest, label: classes[label], predicted: classes[said] }))
    .filter(({ label }) => only === undefined || label === only)
    .sort((a, b) => b.probability - a.probability);
}
