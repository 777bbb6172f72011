import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { cellEvidence } from '../../../src/engine/evidence/cell';
import { evidenceFigure } from '../../../src/engine/evidence/figure';
import { keepEvidence } from '../../../src/engine/evidence/kept';
import { numberNamed, numbersOf } from '../../../src/engine/evidence/of-results';
import { drawFigure } from '../../../src/engine/figure/figure';
import { METRICS } from '../../../src/engine/metric';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import type { EvaluationSummary } from '../../../src/protocol/evaluation-summary';
import type { Figure } from '../../../src/protocol/figure';
import type { MetricEvidence } from '../../../src/protocol/metric-evidence';
import { textOf } from '../figure/pdf-text';
import { asked, labelledFolder, rowsOf } from '../evaluation/labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;
const SHOWING = METRICS.filter(({ evidence }) => evidence).map(({ id }) => id);
const judged = { image: 'an image', model: 'a model', method: 'a method' };

describe('what a metric did, as a figure', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  let summary: EvaluationSummary;
  let out: string;
  let opened: OpenedModel;
  const evaluate = (model: number): Promise<EvaluationSummary> =>
    runEvaluation(
      asked({
        folder: place.set,
        models: [place.models[model]],
        out,
        methods: [methodFromText('gradient')],
        metrics: SHOWING.flatMap((id) => metricsFromText(id)),
      }),
      RUNTIME,
    );
  const open = async (): Promise<OpenedModel> => opened;
  const withObject = (): string => rowsOf(out, 'images.csv').find(({ iou }) => iou)!.image;
  const evidenceOf = async (metric: string): Promise<MetricEvidence> => {
    const number = numberNamed(out, summary, { image: withObject(), metric });
    return (await cellEvidence({ ...number, labelling: null }, open, {}))[0];
  };
  const written = ({ title, tiles, notes }: Figure): string =>
    [title, ...tiles.flatMap((tile) => [tile.title, tile.note]), ...notes].join('\n');
  before(async () => {
    place = await labelledFolder(4);
    out = place.out('figures');
    summary = await evaluate(0);
    opened = await openModel(await readModelFile(place.models[0]), RUNTIME);
  });
  after(() => opened.network.close());

  it('has an image and the exact number of everything that the metric used', async () => {
    for (const metric of SHOWING) {
      const evidence = await evidenceOf(metric);
      const figure = await evidenceFigure(evidence, judged);
      const text = written(figure);
      const { value, trials, exchanges, regions, clean } = evidence;
      assert.ok(figure.title.includes(String(value)), `${metric}: ${figure.title}`);
      const states = exchanges.flatMap(({ scores }) => [scores[0], scores.at(-1)!]);
      for (const number of [...trials.map((one) => one.number), ...states, clean.probability])
        assert.ok(text.includes(` ${number}`), `${metric}: ${number}`);
      const [ofMaps, curves] = [trials.filter(({ map }) => map).length, exchanges.length];
      const least = 2 + trials.length + ofMaps + 5 * curves + 3 * regions.length;
      assert.equal(figure.tiles.filter(({ image }) => image).length, least, metric);
      assert.equal(figure.tiles.filter(({ curve }) => curve).length, curves, metric);
      assert.equal(figure.tiles.length % figure.across, 0, 'every group begins a row');
    }
  });

  it('is a PDF with the numbers as text, and draws its curves', async () => {
    const evidence = await evidenceOf('insertion');
    const figure = await evidenceFigure(evidence, judged);
    const { text } = await textOf(await drawFigure(figure, 'pdf'));
    assert.ok(text.replace(/\s/g, '').includes(String(evidence.value)));
    const svg = Buffer.from(await drawFigure(figure, 'svg')).toString();
    const lines = [...svg.matchAll(/<polyline points="([^"]+)"/g)].map(([, points]) => points.split(' ').length);
    assert.deepEqual(lines, [3, evidence.exchanges[0].scores.length]);
  });

  it('stands in the reports, in place of an earlier one of the same number, until the model is another one', async () => {
    const [first] = numbersOf(out, summary, 1);
    const kept = await keepEvidence(out, [{ ...first, labelling: null }], open, {});
    await keepEvidence(out, [{ ...first, labelling: null }], open, {});
    assert.ok(existsSync(join(out, kept[0].file)));
    const [evidence] = await cellEvidence({ ...first, labelling: null }, open, {});
    const html = readFileSync(join(out, 'report.html'), 'utf8');
    assert.equal(html.match(/<figure>/g)?.length, 1);
    assert.ok(html.includes(String(evidence.value)) && html.includes('data:image/png'));
    assert.match(html, /img-src data:/);
    assert.ok(readFileSync(join(out, 'report.md'), 'utf8').includes(`](${kept[0].file})`));
    await evaluate(0);
    assert.match(readFileSync(join(out, 'report.html'), 'utf8'), /<figure>/);
    await evaluate(1);
    assert.doesNotMatch(readFileSync(join(out, 'report.html'), 'utf8'), /<figure>/);
    summary = await evaluate(0);
  });

  it('takes nothing into a report that lies elsewhere', async () => {
    const odd = [{ file: '../outside.svg', caption: '', modelHash: summary.models[0].hash }];
    writeFileSync(join(out, 'evidence', 'figures.json'), JSON.stringify(odd));
    writeFileSync(join(out, '..', 'outside.svg'), '<svg>outside</svg>');
    await evaluate(0);
    assert.doesNotMatch(readFileSync(join(out, 'report.html'), 'utf8'), /<svg>outside/);
  });

  it('is found by the names in the tables', () => {
    assert.equal(numberNamed(out, summary, {}).column, 0);
    assert.throws(() => numberNamed(out, summary, { metric: 'nonsense' }), /has no metric|have no metric nonsense/);
    assert.throws(() => numberNamed(out, summary, { method: 'rise' }), { code: 'invalid-argument' });
  });
});
