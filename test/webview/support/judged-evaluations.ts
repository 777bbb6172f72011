import type { ModelSummary } from '../../../src/protocol/evaluation-summary';
import type { ImageColumns, StoredResults } from '../../../src/protocol/folder';
import type { Judgement } from '../../../src/protocol/judgement';
import { columnsOf, resultsOf, type Size } from './evaluations';

const iou = { id: 'iou', label: 'IoU', formula: 'both / (true + predicted − both)', better: 'higher' } as const;

/** How a segmenter of two classes is judged. @param sky the IoU of its first class */
function segmenterJudgement(names: readonly string[], sky: number): Judgement {
  return {
    task: 'segmentation',
    measures: [
      { ...iou, id: 'mean-iou', label: 'Mean IoU', value: (sky + 0.5) / 2 },
      { ...iou, id: 'mean-dice', label: 'Mean Dice', value: 0.75 },
      { ...iou, id: 'pixel-accuracy', label: 'Pixel accuracy', value: 0.875 },
    ],
    parts: {
      heading: 'Class',
      columns: [{ id: 'pixels', label: 'Pixels', formula: 'of the truth', better: 'none' }, iou],
      rows: [
        { name: 'sky', values: [700, sky] },
        { name: 'sea', values: [900, 0.5] },
      ],
    },
    confusion: {
      unit: 'pixels',
      names: ['sky', 'sea'],
      counts: [
        [600, 100],
        [50, 850],
      ],
    },
    errors: [],
    worst: {
      measure: 'Mean IoU',
      images: [{ name: names[2], value: 0.125, remark: '100 pixels of sky are taken for sea' }],
    },
  };
}

/** The numbers of single inputs of a segmenter: the third is the worst, the first the best. */
export function judgedColumns(size: Size): ImageColumns {
  const columns = columnsOf(size, 0);
  const nothing = columns.probability.map(() => NaN);
  const values = Float32Array.from(columns.names, (_, n) => (n === 2 ? 0.125 : 1 - n / (2 * size.images)));
  return {
    ...columns,
    label: columns.label.map(() => -1),
    predicted: columns.predicted.map(() => -1),
    probability: nothing,
    labelProbability: nothing,
    numbers: [
      { ...iou, id: 'input-mean-iou', label: 'Mean IoU', values },
      { id: 'errors', label: 'Errors', formula: 'wrong pixels', better: 'lower', values: values.map((_, n) => n) },
    ],
  };
}

/** Results of segmenters. */
export function judgedResults(size: Size): StoredResults {
  const { summary, ...rest } = resultsOf(size);
  const { names } = columnsOf(size, 0);
  const models = summary.models.map((model, m): ModelSummary => ({
    ...model,
    classification: null,
    judgement: segmenterJudgement(names, [0.25, 0.75][m]),
  }));
  return { ...rest, summary: { ...summary, models } };
}
