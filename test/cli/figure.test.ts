import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { PairTable } from '../../src/protocol/pair-table';
import { write } from '../engine/evaluation/labelled-folder';
import { labelMap, picture, writeSegmenter, type Rgb } from '../engine/evaluation/task-models';
import { textOf } from '../engine/figure/pdf-text';
import { image, lens, model } from './lens';

describe('saliency-lens figure', () => {
  let folder: string;
  const at = (name: string): string => path.join(folder, name);
  const explain = (out: string, ...more: string[]) =>
    lens(
      ...['explain', image, '--model', model, '--method', 'grad-cam,gradient,integrated-gradients', '--device', 'cpu'],
      ...['--param', 'steps=4', '--out', at(out), ...more],
    );
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lens-figure-'));
    assert.equal(explain('plain').status, 0);
    assert.equal(explain('smooth', '--param', 'forgrad=6').status, 0);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const pdf = async (...words: string[]): Promise<string> => {
    const { status, stderr } = lens('figure', ...words, '--out', at('figure.pdf'));
    assert.equal(status, 0, stderr);
    return (await textOf(readFileSync(at('figure.pdf')))).text.replace(/\s+/g, ' ');
  };

  it('lays out methods as heatmaps and blended, with parameters and the model', async () => {
    const text = await pdf(at('plain'), '--layout', 'methods');
    for (const words of ['Grad-CAM', 'Integrated gradients, blended', 'sunglasses-00.png', 'steps = 4', 'SHA-256'])
      assert.ok(text.includes(words), `${words} in ${text}`);
  });

  it('shows maps before and after FORGrad, named by what differs', async () => {
    const text = await pdf(at('plain'), at('smooth'), '--layout', 'rows');
    assert.match(text, /as by default/);
    assert.match(text, /forgrad = 6/);
  });

  it('shows the object beside the masks of maps', async () => {
    const said = await pdf(at('plain'), '--layout', 'masks', '--title', 'Masks of one face');
    assert.match(said, /Masks of one face/);
    assert.match(said, /above 0.2 of its range/);
  });

  it('writes SVG and PNG as the name ends', () => {
    for (const ending of ['svg', 'png']) {
      const { status, stdout } = lens('figure', at('plain'), '--out', at(`figure.${ending}`), '--json');
      assert.equal(status, 0);
      assert.equal((JSON.parse(stdout) as { form: string }).form, ending);
    }
    assert.match(readFileSync(at('figure.svg'), 'utf8'), /<text [^>]*>Grad-CAM<\/text>/);
  });

  it('shows what a metric did in an evaluation, in its reports and by itself', async () => {
    const choices = ['--methods', 'grad-cam', '--metrics', 'average-drop,iou', '--limit', '2', '--device', 'cpu'];
    const folders = ['samples/faces/test', '--model', model, '--out', at('judged')];
    assert.equal(lens('evaluate', ...folders, ...choices, '--evidence', '1').status, 0);
    const report = readFileSync(at('judged/report.html'), 'utf8');
    assert.equal(report.match(/<figure>/g)?.length, 2);
    const text = await pdf(at('judged'), '--layout', 'evidence', '--metric', 'iou');
    const number = /Mean IoU: (\d\.\d+)/.exec(text)![1];
    assert.ok(report.includes(number) && readFileSync(at('judged/images.csv'), 'utf8').includes(number), text);
    const odd = lens('figure', at('judged'), '--layout', 'evidence', '--metric', 'road', '--out', at('figure.pdf'));
    assert.match(odd.stderr, /no metric road.*average-drop, iou/);
  });

  it('shows it of a model that leaves the size of its images open, each image at its own', async () => {
    const open = writeSegmenter(at('open/net.onnx'), null);
    for (const [n, width] of [32, 64, 32].entries()) {
      write(at(`sizes/images/${n}.png`), await picture(width, Array<Rgb>(32 * width).fill([200, 10, n])));
      write(at(`sizes/masks/${n}.png`), await labelMap(width, Array<number>(32 * width).fill(0)));
    }
    const choices = ['--methods', 'gradient', '--metrics', 'average-drop', '--device', 'cpu', '--evidence', '3'];
    const { status, stderr } = lens('evaluate', at('sizes'), '--model', open, '--out', at('sized'), ...choices);
    assert.equal(status, 0, stderr);
    assert.equal(readFileSync(at('sized/report.html'), 'utf8').match(/<figure>/g)?.length, 3);
  });

  it('sets images × pairs of methods, of folders of explain and of an evaluation that reports hold, too', async () => {
    const text = await pdf(at('plain'), '--layout', 'correlations', '--measure', 'spearman');
    for (const words of ['Spearman ρ', 'Grad-CAM × Gradient', 'sunglasses-00.png', 'more alike'])
      assert.ok(text.includes(words), `${words} in ${text}`);
    const maps = ['grad-cam', 'gradient'].map((id) => at(`plain/${id}.npy`));
    const compared = lens('compare', ...maps, '--out', at('compared'), '--json');
    const { pairs } = JSON.parse(compared.stdout) as { pairs: { values: { spearman: number } }[] };
    assert.ok(text.includes(pairs[0].values.spearman.toFixed(3).replace('-', '−')), text);
    const choices = ['--methods', 'grad-cam,gradient', '--metrics', 'average-drop', '--limit', '3', '--device', 'cpu'];
    const asked = ['samples/faces/test', '--model', model, '--out', at('pairs'), '--pairs', 'pearson,ssim'];
    assert.equal(lens('evaluate', ...asked, ...choices).status, 0);
    const tables = JSON.parse(readFileSync(at('pairs/correlations.json'), 'utf8')) as PairTable[];
    const said = await pdf(at('pairs'), '--layout', 'correlations');
    const files = ['report.html', 'report.md', 'report.tex'].map((name) => readFileSync(at(`pairs/${name}`), 'utf8'));
    assert.deepEqual(
      tables.map(({ measure, rows }) => [measure.id, rows.length]),
      [
        ['pearson', 3],
        ['ssim', 3],
      ],
    );
    const csv = readFileSync(at('pairs/correlations.csv'), 'utf8').split('\n');
    for (const [n, { image: name, values }] of tables[0].rows.entries()) {
      const [[value]] = values;
      assert.equal(csv[1 + n], `pearson,${name},${value}`);
      assert.ok(said.includes(value!.toFixed(3).replace('-', '−')), `${value} in ${said}`);
      for (const file of files)
        assert.ok(
          file.includes(
            String(Number(value!.toPrecision(4)))
              .replace('-0.', '0.')
              .slice(0, 5),
          ),
          file,
        );
    }
    const odd = lens('figure', at('judged'), '--layout', 'correlations', '--out', at('figure.pdf'));
    assert.match(odd.stderr, /has compared no maps.*--pairs/);
  });

  it('says what it cannot show', () => {
    const none = lens('figure', folder, '--out', at('figure.pdf'));
    assert.notEqual(none.status, 0);
    assert.match(none.stderr, /result\.json/);
    writeFileSync(at('result.json'), '{"methods": 3}');
    assert.match(lens('figure', folder, '--out', at('figure.pdf')).stderr, /not written by explain/);
    assert.match(lens('figure', at('plain'), '--out', at('figure.docx')).stderr, /\.pdf, \.svg, \.png/);
  });
});
