import type { ClassificationSummary, EvaluationSummary, MetricColumn } from '../../../src/protocol/evaluation-summary';
import type { ImageColumns, StoredResults } from '../../../src/protocol/folder';
import type { ParameterValues } from '../../../src/protocol/parameter';
import { PAPER } from '../../support/paper';

/** A repeatable number between 0 and 1. */
const noise = (i: number): number => {
  const x = Math.sin(i * 12.9898 + 78.233) * 43758.5453;
  return x - Math.floor(x);
};

export interface Size {
  readonly images: number;
  readonly classes: number;
  readonly models?: number;
}

const column = (
  name: string,
  label: string,
  better: 'higher' | 'lower',
  formula: string,
  unit: string | null = null,
): MetricColumn => ({
  name,
  metric: name.split(':')[0],
  part: null,
  label,
  unit,
  better,
  formula,
  paper: PAPER,
  params: {},
});

const columns: readonly MetricColumn[] = [
  column('average-drop', 'Average Drop', 'lower', 'mean of max(0, Y − O) / Y', '%'),
  column('road', 'ROAD', 'higher', 'least relevant minus most relevant first'),
  {
    ...column('road most', 'ROAD: most relevant first', 'lower', 'most relevant first'),
    metric: 'road',
    part: 'most',
    better: 'none',
  },
  column('iou', 'IoU', 'higher', 'overlap / union'),
  column('relevance-mass', 'Relevance mass', 'higher', 'share of the attribution inside the mask'),
];

const methodNames = ['gradient', 'integrated-gradients:steps=16', 'grad-cam'];
const methodValues: readonly ParameterValues[] = [{}, { steps: 16 }, {}];
const labels = ['Gradient', 'Integrated gradients', 'Grad-CAM'];
const classNames = (count: number): string[] =>
  Array.from({ length: count }, (_, k) => ['glasses', 'no-glasses', 'sunglasses'][k] ?? `class ${k}`);

/** The numbers of single inputs: two in ten are taken for the next class, and every third has a mask. */
export function columnsOf({ images, classes }: Size, model: number): ImageColumns {
  const index = Array.from({ length: images }, (_, n) => n);
  const label = Int32Array.from(index, (n) => n % classes);
  const predicted = Int32Array.from(index, (n) =>
    noise(n + 7 * model) < 0.2 ? (n + 1 + model) % classes : n % classes,
  );
  const mask = Uint8Array.from(index, (n) => (n % 3 === 0 ? 2 : 0));
  const metric = (k: number): Float32Array =>
    Float32Array.from(index, (n) => (k % columns.length >= 3 && mask[n] === 0 ? NaN : noise(n * 31 + k + 100 * model)));
  return {
    names: index.map((n) => `${classNames(classes)[label[n]]}/${String(n).padStart(5, '0')}.png`),
    classes: classNames(classes),
    label,
    predicted,
    numbers: [],
    probability: Float32Array.from(index, (n) => 0.4 + 0.6 * noise(n + 3)),
    labelProbability: Float32Array.from(index, (n) => noise(n + 5)),
    mask,
    maskShare: Float32Array.from(mask, (state) => (state === 2 ? 0.2 : 0)),
    metrics: Array.from({ length: methodNames.length * columns.length }, (_, k) => metric(k)),
  };
}

function classificationOf({ label, predicted, classes }: ImageColumns): ClassificationSummary {
  const confusion = classes.map(() => new Array<number>(classes.length).fill(0));
  label.forEach((own, n) => confusion[own][predicted[n]]++);
  const right = label.reduce((sum, own, n) => sum + Number(own === predicted[n]), 0) / label.length;
  const measure = (id: string, name: string, value: number, better: 'higher' | 'lower' = 'higher') => ({
    id,
    label: name,
    formula: `formula of ${id}`,
    better,
    value,
  });
  return {
    measures: [
      measure('accuracy', 'Accuracy', right),
      measure('top-5', 'Top-5 accuracy', 1),
      measure('precision-macro', 'Precision (macro)', right),
      measure('precision-micro', 'Precision (micro)', right),
      measure('precision-weighted', 'Precision (weighted)', right),
      measure('recall-macro', 'Recall (macro)', right),
      measure('recall-micro', 'Recall (micro)', right),
      measure('recall-weighted', 'Recall (weighted)', right),
      measure('f1-macro', 'F1 (macro)', right - 0.01),
      measure('f1-micro', 'F1 (micro)', right),
      measure('f1-weighted', 'F1 (weighted)', right),
      measure('roc-auc', 'ROC AUC', 0.953),
      measure('ece', 'Calibration error', 0.0412, 'lower'),
    ],
    accuracy: { mean: right, low: right - 0.04, high: right + 0.03, images: label.length },
    classes: classes.map((name, k) => {
      const support = confusion[k].reduce((a, b) => a + b);
      const recall = confusion[k][k] / support;
      return { name, support, precision: recall * 0.98, recall, f1: recall * 0.99, rocAuc: 0.9 + 0.1 * noise(k) };
    }),
    confusion,
    reliability: Array.from({ length: 15 }, (_, i) => ({
      from: i / 15,
      to: (i + 1) / 15,
      count: i < 4 ? 0 : 10 + i * i,
      confidence: i < 4 ? null : (i + 0.5) / 15,
      accuracy: i < 4 ? null : Math.min(1, (i + 1.2) / 15.5),
    })),
  };
}

/** A finished evaluation. */
export function resultsOf(size: Size, changes: Partial<StoredResults> = {}): StoredResults {
  const models = Array.from({ length: size.models ?? 2 }, (_, m) => m);
  const summary: EvaluationSummary = {
    folder: '/data/test',
    labelling: { id: 'folders', description: 'Labels from the sub-folders' },
    seed: 0,
    target: 'predicted',
    images: size.images,
    skipped: 2,
    models: models.map((m) => ({
      name: ['faces-cnn', 'faces-resnet'][m],
      path: `/models/${m}.onnx`,
      hash: `${m}abcdef0123456789`,
      device: 'cpu',
      output: 'logits',
      warnings: [],
      classification: classificationOf(columnsOf(size, m)),
    })),
    methods: methodNames.map((name, k) => ({
      name,
      id: name.split(':')[0],
      label: labels[k],
      paper: PAPER,
      params: methodValues[k],
      layer: null,
      seed: 0,
    })),
    columns,
    cells: models.flatMap((model) =>
      columns.flatMap((_, c) =>
        methodNames.map((_name, method) => {
          const mean = noise(model * 50 + c * 7 + method);
          return {
            model,
            method,
            column: c,
            mean: c === 3 && method === 2 ? null : mean,
            low: mean * 0.9,
            high: mean * 1.1,
            images: size.images,
            best: method === (c + model) % 2,
          };
        }),
      ),
    ),
    costs: models.flatMap((model) =>
      methodNames.map((_, method) => ({
        model,
        method,
        images: size.images,
        forwardPasses: [0, 15, 0][method],
        backwardPasses: [2.01, 32, 0.412][method],
        leastPasses: 1,
      })),
    ),
    notes: [{ model: 0, method: 1, text: 'The map is constant', images: 3 }],
    comparisons: [],
    pairs: [],
    misclassified: [],
    bootstrap: { level: 0.95, resamples: 2000 },
    command: 'saliency-lens evaluate /data/test',
  };
  const skipped = [
    { name: 'broken.png', reason: 'the image cannot be decoded' },
    { name: 'copy.png', reason: 'it has the same content as glasses/00000.png' },
  ];
  const seconds = models.map((model) =>
    methodNames.map((_, method) => [0.0214, 1.52, null][method] ?? null).map((time) => time && time * (model + 1)),
  );
  return { summary, skipped, seconds, images: true, finished: Date.UTC(2026, 4, 1, 12), previous: false, ...changes };
}
