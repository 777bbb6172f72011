import assert from 'node:assert/strict';
import { evaluationReport } from '../../../src/engine/report/evaluation';
import { markdown } from '../../../src/engine/report/markdown';
import type { EvaluationSummary, MethodCell, MetricColumn } from '../../../src/protocol/evaluation-summary';
import { noVerdicts } from '../../../src/protocol/map-verdict';
import { PAPER } from '../../support/paper';

const column = (metric: string, part: string | null, params: MetricColumn['params'] = {}): MetricColumn => {
  const given = Object.entries(params)
    .map(([name, value]) => `:${name}=${String(value)}`)
    .join('');
  return {
    name: `${metric}${given}${part === null ? '' : ` ${part}`}`,
    metric,
    part,
    label: metric,
    unit: null,
    better: 'lower',
    formula: `formula of ${metric}`,
    paper: PAPER,
    params,
  };
};
const columns = [
  column('average-drop', null, { convention: 'occlude-background' }),
  column('average-drop', 'increase', { convention: 'occlude-background' }),
  column('average-drop', null, { convention: 'occlude-subject' }),
  column('average-drop', 'increase', { convention: 'occlude-subject' }),
  column('average-drop', null, { convention: 'keep-top-percent', percent: 30 }),
  column('average-drop', 'increase', { convention: 'keep-top-percent', percent: 30 }),
  column('road', null),
  column('road', 'mostRelevantFirst'),
  column('road', 'leastRelevantFirst'),
];
const model = (name: string) => ({
  name,
  path: `${name}.onnx`,
  hash: `hash of ${name}`,
  device: 'cpu' as const,
  output: 'logits',
  warnings: [],
  classification: null,
});
const method = (name: string) => ({
  name,
  id: name,
  label: name,
  paper: PAPER,
  params: { steps: 16 },
  layer: null,
  seed: 0,
});
/** 100 · model + 10 · method + column. */
const cells: MethodCell[] = [0, 1].flatMap((m) =>
  [0, 1].flatMap((k) =>
    columns.map((_, c) => ({
      model: m,
      method: k,
      column: c,
      mean: 100 * m + 10 * k + c,
      low: null,
      high: null,
      images: 3,
      best: k === 0 && columns[c].part === null,
    })),
  ),
);
const summary: EvaluationSummary = {
  folder: 'faces',
  labelling: { id: 'folders', description: 'Labels from the sub-folders' },
  seed: 0,
  target: 'predicted',
  images: 3,
  skipped: 101,
  models: [model('cnn'), model('resnet')],
  methods: [method('gradient'), method('lime')],
  columns,
  cells,
  costs: [],
  notes: [{ model: 0, method: 1, text: 'The map is constant.', images: 2 }],
  comparisons: [{ id: 'pearson', label: 'Pearson r', formula: 'cov / σσ', alike: 'higher' }],
  pairs: [
    {
      first: { model: 0, method: 0 },
      second: { model: 0, method: 1 },
      values: [{ comparison: 'pearson', mean: 0.25, low: null, high: null, images: 3 }],
    },
    {
      first: { model: 1, method: 0 },
      second: { model: 1, method: 1 },
      values: [{ comparison: 'pearson', mean: 0.75, low: null, high: null, images: 3 }],
    },
    {
      first: { model: 0, method: 0 },
      second: { model: 1, method: 0 },
      values: [{ comparison: 'pearson', mean: 0.5, low: null, high: null, images: 3 }],
    },
  ],
  misclassified: [],
  bootstrap: { level: 0.95, resamples: 2000 },
  command: 'saliency-lens evaluate faces',
};

describe('report of an evaluation', () => {
  const titles = columns.map(({ name }) => `title of ${name}`);
  const skipped = Array.from({ length: 101 }, (_, i) => ({ name: `${i}.png`, reason: 'broken' }));
  const report = evaluationReport({ summary, skipped, titles, verdicts: noVerdicts, figures: [], pairTables: [] });
  const table = (caption: string) =>
    report.sections.flatMap(({ tables = [] }) => tables).find((t) => t.caption === caption)!;
  const shown = (caption: string) =>
    table(caption).rows.map((row) => row.map((cell) => (typeof cell === 'object' && cell !== null ? cell.mean : cell)));

  it('sets drop and increase by method and model, with background and subject occluded', () => {
    const caption = 'Confidence with background or subject occluded';
    assert.deepEqual(
      table(caption).columns.map(({ label }) => label),
      [
        'Method',
        'Model',
        'Background occluded: drop %',
        'Background occluded: increase %',
        'Subject occluded: drop %',
        'Subject occluded: increase %',
      ],
    );
    assert.deepEqual(shown(caption), [
      ['gradient', 'cnn', 0, 1, 2, 3],
      ['gradient', 'resnet', 100, 101, 102, 103],
      ['lime', 'cnn', 10, 11, 12, 13],
      ['lime', 'resnet', 110, 111, 112, 113],
    ]);
  });

  it('marks the least drop of each model, and the largest increase where the subject is left', () => {
    const best = (of: EvaluationSummary) => {
      const tables = evaluationReport({
        summary: of,
        skipped: [],
        titles,
        verdicts: noVerdicts,
        figures: [],
        pairTables: [],
      }).sections.flatMap(({ tables: all = [] }) => all);
      const { rows } = tables.find(({ caption }) => caption === 'Confidence with background or subject occluded')!;
      return rows.map((row) => row.slice(2).map((cell) => typeof cell === 'object' && cell?.best === true));
    };
    const [gradient, lime] = [
      [true, false, true, false],
      [false, true, false, false],
    ];
    assert.deepEqual(best(summary), [gradient, gradient, lime, lime]);
    const alone = best({
      ...summary,
      methods: summary.methods.slice(0, 1),
      notes: [],
      pairs: [],
      cells: cells.filter((cell) => cell.method === 0),
    });
    assert.deepEqual(alone, [gradient, gradient], 'one of one is not the best');
  });

  it('sets ROAD as background, subject and combined, and drop at k %', () => {
    assert.deepEqual(shown('ROAD: change of the score')[0], ['gradient', 'cnn', 8, 7, 6]);
    assert.deepEqual(
      table('Confidence at the top k %')
        .columns.slice(2)
        .map(({ label }) => label),
      ['k = 30 %: drop %', 'k = 30 %: increase %'],
    );
    assert.deepEqual(shown('Confidence at the top k %')[3], ['lime', 'resnet', 114, 115]);
  });

  it('leaves out tables nobody asked for', () => assert.equal(table('Mean IoU'), undefined));

  it('sets two models side by side', () => {
    assert.deepEqual(shown('Pearson r of two methods, per model'), [['gradient – lime', 0.25, 0.75]]);
    assert.deepEqual(shown('The same method on two models'), [['gradient: cnn – resnet', 0.5]]);
  });

  it('states formulas, parameters, seed, hashes and the command', () => {
    const text = markdown.write(report);
    for (const part of [
      'formula of road',
      'steps = 16',
      'seed 0',
      'hash of resnet',
      'saliency-lens evaluate faces',
      '[Doe & Roe 2020, A paper](<https://example.org/paper>)',
      'The map is constant',
    ])
      assert.ok(text.includes(part), part);
  });

  it('names the first of many that were left out', () => {
    const skipped = table('The first 100 of 101; all are in skipped.csv');
    assert.equal(skipped.rows.length, 100);
  });
});
