import { basename, join } from 'node:path';
import * as z from 'zod';
import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import { LensError } from '../../protocol/error';
import { measuresOf } from '../evaluation/condition/figures';
import { entriesOf, metricsFromText } from '../evaluation/notation';
import { insideWorkspace } from '../file/workspace';
import { methods, path } from './arguments';
import { methodsFrom } from './methods';
import { defineTool } from './tool';

/** Where results go unless they are to go elsewhere. */
const RESULTS_FOLDER = '.saliency-lens';
const USUAL_METRICS = 'usual';

export const evaluateFolder = defineTool({
  id: 'evaluate_folder',
  label: 'Evaluate image models on a folder',
  description:
    'Judges image models on a folder of labelled images (class sub-folders, a table, COCO, YOLO, label maps or names with labels): accuracy and other measures with 95 % intervals, and, where methods are named, how good their explanations are under metrics. Writes tables and reports into a folder of results; called again after a stop, it goes on where it was. find_wrong_images and compare_runs read that folder.',
  writes: 'Tables, reports and a journal are written into the folder of results.',
  arguments: z.object({
    folder: path('The folder of labelled images'),
    models: z.array(path('A model file')).min(1).max(10).describe('The model files'),
    methods: methods
      .default([])
      .describe('Ids of explanation methods that are judged; without any only predictions are'),
    metrics: z
      .string()
      .optional()
      .describe('Metrics or sets of them (usual, occluded, top-percent, report), separated by commas'),
    limit: z.int().min(1).optional().describe('At most so many images, spread evenly over the folder'),
    out: path(`Where results go; ${RESULTS_FOLDER}/<name of the folder> by default`).optional(),
  }),
  async run({ limit, ...args }, { call, progress }) {
    const folder = insideWorkspace(args.folder, 'the folder of images');
    const requests = methodsFrom(args.methods);
    const metrics = args.metrics ?? (requests.length > 0 ? USUAL_METRICS : '');
    const out = insideWorkspace(args.out ?? join(RESULTS_FOLDER, basename(folder)), 'the folder of results');
    const request = {
      folder,
      models: args.models.map((model) => insideWorkspace(model, 'the model')),
      methods: requests,
      metrics: metrics === '' ? [] : entriesOf(metrics).flatMap((text) => metricsFromText(text)),
      out,
      limit,
    };
    await call('folder.evaluate', request, (event) => {
      if (event.kind === 'progress') progress({ done: event.done, total: event.total, text: event.image });
    });
    const stored = await call('folder.results', { out });
    if (!stored) throw new LensError({ code: 'internal', what: 'the evaluation has left no results', where: out });
    return { told: { results: out, ...summaryOf(stored.summary) } };
  },
});

function summaryOf({
  images,
  skipped,
  labelling,
  models,
  methods: explained,
  columns,
  cells,
  notes,
  command,
}: EvaluationSummary) {
  return {
    ...{ images, skipped, labels: labelling.description },
    models: models.map((model) => ({
      name: model.name,
      measures: Object.fromEntries(measuresOf(model).map(({ id, value }) => [id, value])),
      accuracy_interval: model.classification && intervalOf(model.classification.accuracy),
      warnings: model.warnings,
    })),
    explanations: cells.map(({ model, method, column, mean, ...rest }) => ({
      model: models[model].name,
      method: explained[method].name,
      metric: columns[column].name,
      better: columns[column].better,
      mean,
      interval: intervalOf(rest),
    })),
    notes: notes.map(({ method, text, images: seen }) => ({ method: explained[method].name, text, images: seen })),
    command,
  };
}

const intervalOf = ({ low, high }: { readonly low: number | null; readonly high: number | null }) => [low, high];
