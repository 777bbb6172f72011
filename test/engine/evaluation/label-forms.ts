import { copyFileSync, linkSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { write } from './labelled-folder';
import { picture, type Rgb } from './task-models';

/** The labels of four images; of what they show the labeller gives c blue, too, and b red alone. */
const TRUTH: Readonly<Record<string, readonly string[]>> = {
  a: ['red', 'green'],
  b: ['red', 'blue'],
  c: ['green'],
  d: [],
};
export const LABELS = ['red', 'green', 'blue'];
const SHOWN: Readonly<Record<string, Rgb>> = { a: [255, 255, 0], b: [255, 0, 0], c: [0, 255, 255], d: [0, 0, 0] };
const NAMES = Object.keys(TRUTH);

const rows = (of: (name: string) => string): string => NAMES.map(of).join('\n');
/** A column for each label. */
const marks = (cell: (given: boolean) => string, head = 'image,red,green,blue'): string =>
  `${head}\n${rows((name) => `${name}.png,${LABELS.map((label) => cell(TRUTH[name].includes(label))).join(',')}`)}\n`;
/** One cell for all labels. */
const cells = (separator: string, head = 'image,labels', cell = (text: string): string => text): string =>
  `${head}\n${rows((name) => `${name}.png,${cell(TRUTH[name].join(separator))}`)}\n`;
const listed = NAMES.map((name) => ({ image: `${name}.png`, labels: TRUTH[name] }));

type Table = readonly [file: string, content: string];

/** Tables of labels, as people have them. */
export const TABLES: Readonly<Record<string, Table>> = {
  'columns of 0 and 1': ['t.csv', marks((given) => (given ? '1' : '0'))],
  'columns of 1.0 and 0.0': ['t.csv', marks((given) => (given ? '1.0' : '0.0'))],
  'columns of True and False': ['t.csv', marks((given) => (given ? 'True' : 'False'))],
  'columns of 1 and −1': ['t.csv', marks((given) => (given ? '1' : '-1'), 'image_id,red,green,blue')],
  'columns of 1 and nothing': ['t.csv', marks((given) => (given ? '1' : ''))],
  'columns of yes and no': ['t.csv', marks((given) => (given ? 'yes' : 'no'))],
  'columns of crosses': ['t.csv', marks((given) => (given ? 'x' : ''))],
  'columns whose names begin alike': [
    't.csv',
    marks((given) => (given ? '1' : '0'), 'image,label_red,label_green,label_blue'),
  ],
  'columns beside one that is no label': [
    't.csv',
    marks((given) => (given ? '1' : '0'), 'image,flipped,red,green,blue').replaceAll('png,', 'png,1,'),
  ],
  'columns without headings': [
    't.csv',
    marks((given) => (given ? '1' : '0'))
      .split('\n')
      .slice(1)
      .join('\n'),
  ],
  "a text like CelebA's": [
    't.txt',
    `4\nred green blue\n${rows((name) => `${name}.png ${LABELS.map((label) => (TRUTH[name].includes(label) ? ' 1' : '-1')).join(' ')}`)}\n`,
  ],
  'cells with ;': ['t.csv', cells(';')],
  'cells with |, and a word for none': [
    't.csv',
    cells('|', 'Image Index,Finding Labels', (text) => text || 'No Finding'),
  ],
  'cells with commas in quotes': ['t.csv', cells(', ', 'image,labels', (text) => `"${text}"`)],
  'cells with spaces': ['t.csv', cells(' ', 'image_name,tags')],
  'cells with /': ['t.csv', cells('/')],
  "cells with Python's lists": ['t.csv', cells("', '", 'image,labels', (text) => (text ? `"['${text}']"` : '[]'))],
  'cells of numbers': [
    't.csv',
    `image,labels\n${rows((name) => `${name}.png,${TRUTH[name].map((label) => LABELS.indexOf(label)).join(';')}`)}\n`,
  ],
  'cells without headings': ['t.csv', cells(';').split('\n').slice(1).join('\n')],
  'a row for each label': [
    't.csv',
    `image,label\n${rows((name) => (TRUTH[name].length > 0 ? TRUTH[name] : ['']).map((label) => `${name}.png,${label}`).join('\n'))}\n`,
  ],
  'lines of a text': ['t.txt', rows((name) => [`${name}.png`, ...TRUTH[name]].join(' '))],
  tabs: ['t.tsv', cells(';').replaceAll(',', '\t')],
  'a list in JSON': ['t.json', JSON.stringify(listed)],
  'an object in JSON': [
    't.json',
    JSON.stringify(Object.fromEntries(listed.map(({ image, labels }) => [image, labels]))),
  ],
  'a list below a name in JSON': ['t.json', JSON.stringify({ version: 1, annotations: listed })],
  'yes and no in JSON': [
    't.json',
    JSON.stringify(
      Object.fromEntries(
        NAMES.map((name) => [
          `${name}.png`,
          Object.fromEntries(LABELS.map((label) => [label, TRUTH[name].includes(label)])),
        ]),
      ),
    ),
  ],
  'a line of JSON each': [
    't.jsonl',
    NAMES.map((name) => JSON.stringify({ file_name: `${name}.png`, labels: TRUTH[name] })).join('\n'),
  ],
};

type Put = (source: string, place: string) => void;
const link: Put = (source, place) => symlinkSync(source, place);

/** How images get from where they lie into the folders of their labels. */
interface FolderForm {
  /** Where all images lie, relative to the folder. */
  readonly store: string;
  readonly put: Put;
  /** What stands before the folders of labels. */
  readonly below?: string;
}

/** Sub-folders of labels, as people have them. */
export const FOLDERS: Readonly<Record<string, FolderForm>> = {
  'links to a folder of all images': { store: 'all', put: link },
  'links to images that lie above': { store: '.', put: link },
  'links to images elsewhere in the workspace': { store: '../store', put: link },
  'hard links': { store: '../hard', put: linkSync },
  copies: { store: '../copied', put: (source, place) => copyFileSync(source, place) },
  'links below a folder of another name': { store: '../deep', put: link, below: 'train' },
};

export async function writeImages(folder: string): Promise<void> {
  for (const [name, colour] of Object.entries(SHOWN))
    write(join(folder, `${name}.png`), await picture(4, Array<Rgb>(16).fill(colour)));
}

/** @returns how many images a listing finds: those without a label may lie nowhere in the folder */
export async function writeFolders(folder: string, { store, put, below = '' }: FolderForm): Promise<number> {
  const images = join(folder, store);
  rmSync(images, { recursive: true, force: true });
  await writeImages(images);
  for (const [name, labels] of Object.entries(TRUTH))
    for (const label of labels) {
      const place = join(folder, below, label, `${name}.png`);
      mkdirSync(dirname(place), { recursive: true });
      put(join(images, `${name}.png`), place);
    }
  return store.startsWith('..') ? 3 : 4;
}
