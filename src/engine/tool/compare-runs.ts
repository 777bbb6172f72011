import * as z from 'zod';
import type { Change, ChangedImage } from '../../protocol/folder';
import { insideWorkspace } from '../file/workspace';
import { path } from './arguments';
import { defineTool } from './tool';

const MOST_IMAGES = 50;

export const compareRuns = defineTool({
  id: 'compare_runs',
  label: 'Compare two evaluations',
  description:
    'Compares two evaluations: what became of accuracy and of every other measure and metric, and which images are right now that were wrong before, and the other way round. By default the last two runs into one folder of results; or those of two folders.',
  arguments: z.object({
    results: path('The folder of results of the later run'),
    before: path('The folder of results of the earlier run; by default the run before into the same folder').optional(),
  }),
  async run(args, { call }) {
    const out = insideWorkspace(args.results, 'the folder of results');
    const before =
      args.before === undefined ? undefined : insideWorkspace(args.before, 'the folder of earlier results');
    const { models, remarks, ...runs } = await call('folder.difference', { out, before });
    return {
      told: {
        before: runs.before,
        after: runs.after,
        models: models.map(({ name, changed, measures, metrics, mended, broken, images }) => ({
          name,
          file_changed: changed,
          images_in_both: images,
          measures: measures.map(changeOf),
          metrics: metrics.map(({ method, difference, ...change }) => ({ method, ...changeOf(change), difference })),
          right_now: imagesOf(mended),
          wrong_now: imagesOf(broken),
        })),
        remarks,
      },
    };
  },
});

const changeOf = ({ label, better, before, after }: Change) => ({ label, better, before, after });

const imagesOf = (images: readonly ChangedImage[]) => ({
  count: images.length,
  first: images.slice(0, MOST_IMAGES),
});
