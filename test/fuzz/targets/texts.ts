import { join } from 'node:path';
import { BOX_FORMS } from '../../../src/engine/dataset/annotation';
import { openAnnotations } from '../../../src/engine/dataset/annotation/opening';
import { openDataset } from '../../../src/engine/dataset/opening';
import { Journal } from '../../../src/engine/evaluation/journal';
import { readResults } from '../../../src/engine/evaluation/stored-results';
import { readSuite } from '../../../src/engine/evaluation/suite';
import { readSidecar } from '../../../src/engine/image/sidecar';
import { entriesOf } from '../../../src/engine/label';
import type { RandomStream } from '../../../src/engine/tensor/random';
import { mutatedJson, mutatedText } from '../mutation';
import { withMutated, type CaseFiles, type FuzzTarget } from '../target';

const text = (
  id: string,
  name: string,
  seeds: readonly CaseFiles[],
  mutate: (text: string, random: RandomStream) => string,
  read: (path: string) => unknown,
): FuzzTarget => ({
  id,
  seeds: async () => seeds,
  mutate: (files, random) => withMutated(files, name, (content) => mutate(String(content), random)),
  read: async (folder) => read(join(folder, name)),
});

/** A data set of two images, which are listed and not decoded. */
const set = (name: string, content: string): CaseFiles => ({ 'set/a.png': 'x', 'set/b.png': 'y', [name]: content });
const dataset = (path: string) => openDataset(join(path, '..'), { modelLabels: ['cat', 'dog'] });

const coco = JSON.stringify({
  images: [
    { id: 1, file_name: 'a.png', width: 8, height: 6 },
    { id: 2, file_name: 'b.png', width: 8, height: 6 },
  ],
  categories: [{ id: 3, name: 'cat' }],
  annotations: [
    { id: 1, image_id: 1, category_id: 3, bbox: [1, 1, 3, 2], segmentation: [[1, 1, 4, 1, 4, 3]], area: 6, iscrowd: 0 },
    { id: 2, image_id: 2, category_id: 3, segmentation: { counts: [4, 8, 36], size: [6, 8] }, area: 8, iscrowd: 1 },
  ],
});

const labels = [
  '["cat", "dog"]',
  '{"cat": 0, "dog": 1}',
  '{"0": ["n01", "cat"], "1": ["n02", "dog"]}',
  'names:\n  0: cat\n  1: dog\n',
  'id,name\n0,cat\n1,dog\n',
  "{0: 'cat', 1: 'dog'}",
  'n01440764 tench\nn01443537 goldfish\n',
];

const sidecar = JSON.stringify({
  color: 'bgr',
  size: [8, 8],
  mean: [1, 2, 3],
  std: [1, 1, 1],
  labels: ['a', 'b'],
  layers: { x: 'y' },
});
const suite = JSON.stringify({
  folder: 'set',
  models: ['m.onnx'],
  out: 'out',
  methods: ['gradient', { method: 'rise', params: { samples: 9 } }],
  metrics: ['iou'],
});
const journal = ['["a","k1",{"x":1}]', '["b","k2",[1,2,{"number":"NaN"}]]', '["a","k3",null]', ''].join('\n');
const summary = JSON.stringify({
  folder: 'set',
  images: 2,
  skipped: 0,
  models: [{ name: 'm', path: 'm.onnx', hash: 'h' }],
  methods: [{ name: 'gradient', method: 'gradient', params: {}, seed: 0 }],
  columns: [{ name: 'iou', metric: 'iou', params: {} }],
  ...Object.fromEntries(['cells', 'costs', 'notes', 'comparisons', 'pairs', 'misclassified'].map((name) => [name, []])),
});

const voc = `<annotation><filename>a.png</filename><size><width>8</width><height>6</height><depth>3</depth></size>
<object><name>cat</name><difficult>0</difficult><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>4</xmax><ymax>3</ymax></bndbox></object>
</annotation>`;
const names = 'path: .\nnames:\n  0: cat\n  1: dog\n';
const yolo = '0 0.5 0.5 0.25 0.5\n1 0.25 0.25 0.1 0.1\n';
const boxes = (path: string) => openAnnotations(join(path, '..'), BOX_FORMS, { names: ['cat', 'dog'], outputs: 2 });

export const textTargets: readonly FuzzTarget[] = [
  text('coco', 'set/annotations.json', [set('set/annotations.json', coco)], mutatedJson, dataset),
  text(
    'csv',
    'set/labels.csv',
    ['image,label\na.png,cat\nb.png,dog\n', 'id;ClassId\na;0\nb;1\n'].map((content) => set('set/labels.csv', content)),
    mutatedText,
    dataset,
  ),
  text(
    'labels',
    'labels.txt',
    labels.map((content) => ({ 'labels.txt': content })),
    mutatedText,
    entriesOf,
  ),
  text(
    'labels-json',
    'labels.json',
    labels.slice(0, 3).map((content) => ({ 'labels.json': content })),
    mutatedJson,
    entriesOf,
  ),
  text('sidecar', 'm.onnx.lens.json', [{ 'm.onnx.lens.json': sidecar }], mutatedJson, (path) =>
    readSidecar(path.replace('.lens.json', '')),
  ),
  text('suite', 'x.lens-suite.json', [{ 'x.lens-suite.json': suite }], mutatedJson, readSuite),
  text('journal', '.lens-journal.jsonl', [{ '.lens-journal.jsonl': journal }], mutatedText, (path) => {
    const opened = new Journal(path);
    for (const subject of ['a', 'b']) opened.of(subject);
    opened.close();
  }),
  text('results', 'summary.json', [{ 'summary.json': summary }], mutatedJson, (path) => readResults(join(path, '..'))),
  text('voc', 'set/a.xml', [set('set/a.xml', voc)], mutatedText, boxes),
  text('yolo', 'set/a.txt', [{ ...set('set/a.txt', yolo), 'set/classes.txt': 'cat\ndog\n' }], mutatedText, boxes),
  text('yolo-names', 'set/data.yaml', [{ ...set('set/data.yaml', names), 'set/a.txt': yolo }], mutatedText, boxes),
];
