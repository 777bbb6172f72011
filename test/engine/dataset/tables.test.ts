import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '../../../src/engine/dataset/dataset';
import { openDataset, type DatasetOptions } from '../../../src/engine/dataset/opening';
import { LensError } from '../../../src/protocol/error';
import { folderOf } from './folder';

const FISH = ['tench', 'goldfish', 'shark', 'tiger'];
type Files = Readonly<Record<string, string>>;

const images = (...names: string[]): Files => Object.fromEntries(names.map((name) => [name, '']));
const labelled = ({ samples, classes }: Dataset): Record<string, string | null> =>
  Object.fromEntries(samples.map(({ name, label }) => [name, label === null ? null : classes[label]]));
const opened = (files: Files, options?: DatasetOptions): Dataset =>
  openDataset(folderOf(files), { modelLabels: FISH, outputs: 4, ...options });

const ABC = images('a.png', 'b.png', 'c.png', 'd.png');
const BY_NAME = { 'a.png': 'shark', 'b.png': 'tiger', 'c.png': 'goldfish', 'd.png': 'tench' };

const ROWS = Object.entries(BY_NAME).map(([file, name]) => ({ file, name, index: FISH.indexOf(name) }));
const byFile = (valueOf: (row: (typeof ROWS)[number]) => unknown): object =>
  Object.fromEntries(ROWS.map((row) => [row.file, valueOf(row)]));

/** JSON as tools write it, about the same images. */
const JSON_FORMS: Readonly<Record<string, unknown>> = {
  'records in parts of a file': {
    data: {
      train: ROWS.slice(0, 2).map(({ file, name }) => ({ file, label: name })),
      val: ROWS.slice(2).map(({ file, name }) => ({ file, label: name })),
    },
  },
  'records within records': ROWS.map(({ file, name }) => ({
    image: { path: file, width: 3 },
    annotation: { class: { name } },
  })),
  'labels in lists of one': ROWS.map(({ file, name }) => ({ filename: file, labels: [{ name }] })),
  'objects by image': byFile(({ name }) => ({ label: name, size: 4 })),
  'images by class': Object.fromEntries(ROWS.map(({ file, name }) => [name, [file]])),
  "pandas' columns": {
    file: Object.fromEntries(ROWS.map(({ file }, row) => [row, file])),
    label: Object.fromEntries(ROWS.map(({ index }, row) => [row, index])),
  },
  'columns as lists': { file: ROWS.map(({ file }) => file), label: ROWS.map(({ name }) => name) },
  "iNaturalist's categories": {
    images: ROWS.map(({ file }, id) => ({ id, file_name: file, license: 1 })),
    annotations: ROWS.map(({ index }, id) => ({ id, image_id: id, category_id: index + 1 })),
    categories: FISH.map((name, index) => ({ id: index + 1, name, supercategory: 'fish' })),
  },
  "Label Studio's whole export": ROWS.map(({ file, name }, id) => ({
    id,
    annotations: [
      { id: 7, was_cancelled: true, result: [] },
      {
        id: 8,
        completed_by: 1,
        was_cancelled: false,
        lead_time: 3.2,
        result: [{ value: { choices: [name] }, from_name: 'choice', to_name: 'image', type: 'choices' }],
      },
    ],
    file_upload: `0a1b2c3d-${file}`,
    predictions: [],
    data: { image: `/data/upload/1/0a1b2c3d-${file}` },
    project: 1,
  })),
  "VIA's attributes of files": {
    _via_img_metadata: byFile(({ file, name }) => ({
      filename: file,
      size: 12,
      regions: [],
      file_attributes: { species: name },
    })),
  },
};

/** Tables that give a.png to d.png the classes shark, tiger, goldfish and tench. */
const TABLES: readonly (readonly [what: string, name: string, text: string])[] = [
  ['names', 'labels.csv', 'image,label\na.png,shark\nb.png,tiger\nc.png,goldfish\nd.png,tench\n'],
  ['numbers', 'labels.csv', 'image,label\na.png,2\nb.png,3\nc.png,1\nd.png,0\n'],
  ['numbers with decimals', 'labels.csv', 'image,label\na.png,2.0\nb.png,3.0\nc.png,1.0\nd.png,0.0\n'],
  [
    "numpy's exponents",
    'labels.csv',
    'image,label\na.png,2.000e+00\nb.png,3.000e+00\nc.png,1.000e+00\nd.png,0.000e+00\n',
  ],
  ['ids without endings', 'train.csv', 'id_code,diagnosis\na,2\nb,3\nc,1\nd,0\n'],
  ['other capitals', 'labels.csv', 'Image,Label\nA.PNG,shark\nB.PNG,tiger\nC.PNG,goldfish\nD.PNG,tench\n'],
  ['another ending', 'labels.csv', 'image,label\na.jpg,2\nb.jpg,3\nc.jpg,1\nd.jpg,0\n'],
  ['semicolons', 'labels.csv', 'image;label\r\na.png;2\r\nb.png;3\r\nc.png;1\r\nd.png;0\r\n'],
  [
    'semicolons and decimal commas',
    'labels.csv',
    'image;size;label\na.png;1,5;2\nb.png;2,5;3\nc.png;1,0;1\nd.png;2,0;0\n',
  ],
  [
    "Excel's separator in the first line",
    'labels.csv',
    'sep=;\r\nimage;label\r\na.png;2\r\nb.png;3\r\nc.png;1\r\nd.png;0\r\n',
  ],
  [
    'addresses',
    'labels.csv',
    'image,label\nhttps://x.org/a.png?dl=1,2\ns3://set/b.png,3\ngs://set/1/c.png,1\nfile:///home/me/d.png,0\n',
  ],
  [
    'names as Label Studio writes them',
    'project.csv',
    'image,choice\n/data/upload/1/0a1b2c3d-a.png,shark\n/data/upload/1/0f1b2c3d-b.png,tiger\n/data/upload/1/1a1b2c3d-c.png,goldfish\n/data/upload/1/2a1b2c3d-d.png,tench\n',
  ],
  [
    'lists with one label',
    'labels.csv',
    "image,labels\na.png,['shark']\nb.png,['tiger']\nc.png,\"['goldfish',]\"\nd.png,('tench')\n",
  ],
  ['tabs in a .csv', 'labels.csv', 'image\tlabel\na.png\t2\nb.png\t3\nc.png\t1\nd.png\t0\n'],
  [
    'tabs',
    'labels.tsv',
    'image\tnote\tlabel\na.png\tbig, blue\tshark\nb.png\t\ttiger\nc.png\t\tgoldfish\nd.png\t\ttench\n',
  ],
  [
    'quoted commas',
    'labels.csv',
    '"image","comment","label"\na.png,"big, ""blue""",2\nb.png,"x,y,z",3\nc.png,",",1\nd.png,,0\n',
  ],
  ["pandas' index", 'labels.csv', ',image,label\n0,a.png,2\n1,b.png,3\n2,c.png,1\n3,d.png,0\n'],
  [
    "pandas' index, written twice",
    'labels.csv',
    'Unnamed: 0,file,class\n3,a.png,shark\n2,b.png,tiger\n1,c.png,goldfish\n0,d.png,tench\n',
  ],
  [
    'ClassId among measures',
    'Test.csv',
    'Width,Height,Roi.X1,Roi.Y1,ClassId,Path\n2,3,0,0,2,a.png\n3,3,0,0,3,b.png\n2,3,0,0,1,c.png\n3,3,0,0,0,d.png\n',
  ],
  [
    'the column with the names of the model',
    'meta.csv',
    'lesion,image_id,dx,dx_type,age\nL1,a,shark,x,3\nL2,b,tiger,x,4\nL3,c,goldfish,y,5\nL4,d,tench,y,6\n',
  ],
  [
    'one column per class',
    'truth.csv',
    'image,tench,goldfish,shark,tiger\na,0,0,1,0\nb,0.0,0.0,0.0,1.0\nc,0,1,0,0\nd,1,0,0,0\n',
  ],
  ['no headings', 'labels.csv', 'a.png,2\nb.png,3\nc.png,1\nd.png,0\n'],
  ['no headings, the label first', 'labels.csv', 'shark,a.png\ntiger,b.png\ngoldfish,c.png\ntench,d.png\n'],
  ["Caffe's list", 'val.txt', 'a.png 2\nb.png 3\nc.png 1\nd.png 0\n'],
  [
    'paths of elsewhere',
    'labels.csv',
    'path,label\nC:\\data\\set\\a.png,2\n/data/set/b.png,3\n./c.png,1\nhttps://host/d.png,0\n',
  ],
  ['JSON by image', 'labels.json', '{"a.png": 2, "b.png": 3, "c.png": 1, "d.png": 0}'],
  ['JSON under a name', 'dataset.json', '{"labels": [["a.png", 2], ["b.png", 3], ["c.png", 1], ["d.png", 0]]}'],
  [
    'JSON by lines',
    'metadata.jsonl',
    '{"file_name": "a.png", "label": 2}\n{"file_name": "b.png", "label": 3}\n{"file_name": "c.png", "label": 1}\n\n{"file_name": "d.png", "label": 0}\n',
  ],
  ...Object.entries(JSON_FORMS).map(([what, content]) => [what, 'dataset.json', JSON.stringify(content)] as const),
  ['UTF-16', 'labels.csv', '\ufeffimage,label\na.png,2\nb.png,3\nc.png,1\nd.png,0\n'],
];

describe('tables as data sets have them', () => {
  for (const [what, name, text] of TABLES)
    it(`${what} (${name})`, () => {
      const set = opened({ ...ABC, [name]: text });
      assert.deepEqual(labelled(set), BY_NAME);
      assert.match(set.labelling.description, new RegExp(name.replace('.', '\\.')));
      assert.deepEqual(set.notes, []);
      assert.deepEqual(
        set.leftOut.map((one) => one.name),
        [],
      );
    });

  it('marks the class of a row as True among False, in columns whose names begin alike', () => {
    const table = 'image,label_cat,label_dog\na.png,True,False\nb.png,False,True\n';
    const set = openDataset(folderOf({ 'a.png': '', 'b.png': '', 't.csv': table }), { modelLabels: ['dog', 'cat'] });
    assert.deepEqual(
      set.samples.map(({ label }) => label),
      [1, 0],
    );
  });

  it('names inputs in deeper folders by ids, and numbers without their zeros', () => {
    const files = images('train/f1a.jpg', 'train/e2b.jpg', 'val/00017.jpg', 'val/00003.jpg');
    const set = opened({ ...files, 'labels.csv': 'id,breed\nf1a,tiger\ne2b,shark\n17,goldfish\n3,tench\n' });
    assert.deepEqual(labelled(set), {
      'train/f1a.jpg': 'tiger',
      'train/e2b.jpg': 'shark',
      'val/00017.jpg': 'goldfish',
      'val/00003.jpg': 'tench',
    });
    // Two files of that id: neither is meant.
    const twice = opened({ ...images('x/1.png', 'y/1.png', 'z/2.png'), 'labels.csv': 'id,label\n1,tench\n2,shark\n' });
    assert.deepEqual(labelled(twice), { 'z/2.png': 'shark' });
  });

  it('says which column was taken, and which else might have been', () => {
    const text = 'image,class_id,class_name\na.png,2,shark\nb.png,3,tiger\nc.png,1,goldfish\nd.png,0,tench\n';
    const { labelling } = opened({ ...ABC, 'labels.csv': text });
    assert.equal(labelling.description, 'Labels from column class_name of labels.csv (4 files)');
    const doubtful = 'image,label,category\na.png,2,0\nb.png,3,0\nc.png,1,0\nd.png,0,0\n';
    assert.equal(
      opened({ ...ABC, 'labels.csv': doubtful }).labelling.description,
      'Labels from column label of labels.csv, not category (4 files)',
    );
    const told = opened({ ...ABC, 'labels.csv': doubtful }, { labelling: 'table:labels.csv#category' });
    assert.deepEqual(new Set(Object.values(labelled(told))), new Set(['tench']));
  });

  const refused = (files: Files, labelling: string, ...reasons: readonly RegExp[]): void => {
    assert.throws(
      () => opened(files, { labelling }),
      (error) => {
        assert.ok(error instanceof LensError && error.code === 'invalid-argument', String(error));
        assert.ok(error.message.length <= 600);
        for (const reason of reasons) assert.match(error.message, reason);
        return true;
      },
    );
  };

  it('asks which column is meant where nothing tells, and names those there are', () => {
    const text = 'image,town,street\na.png,Ulm,1\nb.png,Bonn,2\n';
    refused({ ...ABC, 'x.csv': text }, 'table:x.csv', /several columns.*town, street/, /table:FILE#COLUMN/);
    refused({ ...ABC, 'x.csv': text }, 'table:x.csv#city', /no column city; there are town, street/);
    assert.equal(opened({ ...ABC, 'x.csv': text }).labelling.id, 'none');
  });

  it('says of a table that was told why it cannot be used', () => {
    refused({ ...ABC, 'x.csv': 'image,label\nq.png,1\n' }, 'table:x.csv', /none of the 1 rows.*q\.png/);
    refused({ ...ABC, 'x.json': '{"a": {' }, 'table:x.json', /broken JSON, line 1/);
    refused({ ...ABC, 'x.json': '{"a": {}}' }, 'table:x.json', /holds no table/);
    refused({ ...ABC, 'x.csv': 'image,label\na.png,"1\n' }, 'table:x.csv', /quote/);
    refused(ABC, 'table:../../etc/passwd', /outside/);
  });

  it('says of tables that were not taken why, where no other was', () => {
    const { labelling, notes } = opened({ ...ABC, 'train.csv': 'id,label\nzz1,2\nzz2,3\n' });
    assert.equal(labelling.id, 'none');
    assert.deepEqual(notes, ['train.csv was not taken for the labels: none of its 2 rows names a file of the folder.']);
  });

  it('takes a table that lies elsewhere in the folder', () => {
    const set = opened(
      { ...ABC, 'meta/deep/labels.csv': 'image,label\na.png,1\n' },
      { labelling: 'table:meta/deep/labels.csv' },
    );
    assert.deepEqual(labelled(set), { 'a.png': 'goldfish' });
  });
});

describe('numbers of classes', () => {
  const table = (...numbers: (number | string)[]): Files => ({
    ...images(...numbers.map((_, k) => `${'abcdefgh'[k]}.png`)),
    'labels.csv': ['image,label', ...numbers.map((n, k) => `${'abcdefgh'[k]}.png,${n}`)].join('\n'),
  });
  const indices = (set: Dataset): (number | null)[] => set.samples.map(({ label }) => label);

  it('are counted from 1 where they reach the number of classes, which is said', () => {
    const set = opened(table(1, 2, 3, 4));
    assert.deepEqual(indices(set), [0, 1, 2, 3]);
    assert.deepEqual(set.notes, ['Labels are numbered from 1 to 4: they are taken as classes 0 to 3.']);
    assert.deepEqual(indices(opened(table('1.0', '4.0'))), [0, 3]);
    assert.deepEqual(indices(opened(images('1/a.png', '4/b.png'))), [0, 3]);
  });

  it('are counted from 0 otherwise, with a word where that is in doubt', () => {
    assert.deepEqual(opened(table(0, 3)).notes, []);
    const set = opened(table(1, 2, 3));
    assert.deepEqual(indices(set), [1, 2, 3]);
    assert.match(set.notes.join(), /may be counted from 1; they are taken as counted from 0/);
  });

  it('are counted as a person says', () => {
    const said = opened(table(1, 2, 3), { labelling: 'table:labels.csv from 1' });
    assert.deepEqual([indices(said), said.notes], [[0, 1, 2], []]);
    const zero = opened(table(1, 2, 3), { labelling: 'table:labels.csv from 0' });
    assert.deepEqual([indices(zero), zero.notes], [[1, 2, 3], []]);
    assert.deepEqual(indices(opened(images('1/a.png', '2/b.png'), { labelling: 'folders from 1' })), [0, 1]);
  });

  it('are no numbers where they are names', () => {
    const digits = { modelLabels: ['1', '2', '3', '4'] };
    const set = opened(table(1, 2, 4), digits);
    assert.deepEqual([indices(set), set.notes], [[0, 1, 3], []]);
  });

  it('ask for no memory', () => {
    const begun = performance.now();
    for (const options of [{}, { modelLabels: [] }]) {
      const set = opened(table(0, 1, 1e7, 2e9, '99999999999999999999'), options);
      assert.deepEqual(indices(set), [0, 1]);
      assert.equal(set.leftOut.length, 3);
      assert.match(set.leftOut[1].reason, /2000000000 is not a class of the model/);
    }
    assert.deepEqual(indices(opened(images('0/a.png', '2000000000/b.png'), { modelLabels: [] })), [0]);
    assert.ok(performance.now() - begun < 2000);
  });
});

describe('folders called by ids', () => {
  it('are the classes whose labels have these ids', () => {
    const files = images('n01440764/val_0.png', 'n01443537/val_0.png');
    const aliases = [['n01440764', 'Tinca tinca'], ['n01443537'], [], []];
    assert.deepEqual(labelled(opened(files, { modelAliases: aliases })), {
      'n01440764/val_0.png': 'tench',
      'n01443537/val_0.png': 'goldfish',
    });
    const written = ['n01440764 tench, Tinca tinca', 'n01443537 goldfish'];
    assert.deepEqual(
      opened(files, { modelLabels: written }).samples.map(({ label }) => label),
      [0, 1],
    );
  });
});

describe('JSON beside images', () => {
  const folder = { ...images('cat/a.png', 'dog/b.png') };
  const left = (content: unknown): Dataset =>
    openDataset(folderOf({ ...folder, 'about.json': JSON.stringify(content) }), { modelLabels: ['cat', 'dog'] });

  it('is no table where it names no class', () => {
    for (const content of [
      { images: [{ id: 1, file_name: 'a.png', license: 2 }], annotations: [], categories: [] },
      { 'a.png': { width: 3 }, 'b.png': { width: 4 } },
      { version: 1, files: ['a.png', 'b.png'] },
      null,
    ])
      assert.deepEqual(labelled(left(content)), { 'cat/a.png': 'cat', 'dog/b.png': 'dog' });
  });

  it('says nothing of an image as a whole where it lists several objects in it', () => {
    const boxes = [{ label: 'dog' }, { label: 'cat' }];
    const set = left([
      { image: 'a.png', boxes },
      { image: 'b.png', boxes: [{ label: 'cat' }] },
    ]);
    assert.deepEqual(labelled(set), { 'cat/a.png': 'cat', 'dog/b.png': 'dog' });
  });

  it('asks for no more memory than it takes itself', () => {
    const odd = Array.from({ length: 20_000 }, (_, k) => ({ image: 'a.png', [`field ${k}`]: k }));
    assert.deepEqual(labelled(left(odd)), { 'cat/a.png': 'cat', 'dog/b.png': 'dog' });
  });
});

describe('text in tables', () => {
  it('is read in time that grows with it', () => {
    const folder = folderOf(ABC);
    const slashes = '/'.repeat(200_000);
    const deep = 'x/'.repeat(100_000);
    const rows = [slashes, deep, '../'.repeat(60_000), `${' '.repeat(200_000)}x`, 'a.png'];
    writeFileSync(join(folder, 'labels.csv'), ['image,label', ...rows.map((row) => `"${row}",shark`)].join('\n'));
    writeFileSync(
      join(folder, 'coco.json'),
      JSON.stringify({ images: rows.map((file_name, id) => ({ id, file_name })), annotations: [] }),
    );
    const begun = performance.now();
    const set = openDataset(folder, { modelLabels: FISH, labelling: 'table:labels.csv' });
    assert.ok(performance.now() - begun < 3000);
    assert.deepEqual(labelled(set), { 'a.png': 'shark' });
    assert.ok(set.leftOut.length > 0);
    for (const { name } of set.leftOut) assert.ok(name.length <= 200);
  });
});
