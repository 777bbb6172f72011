import { strict as assert } from 'node:assert';
import { openDataset, type DatasetOptions } from '../../../src/engine/dataset/opening';
import { LensError } from '../../../src/protocol/error';
import { folderOf } from './folder';

/** Names with their labels, and how those were found. */
function found(
  files: Readonly<Record<string, string>>,
  options?: DatasetOptions,
): { by: string; labels: Record<string, string | null>; leftOut: string[] } {
  const set = openDataset(folderOf(files), options);
  return {
    by: set.labelling.id,
    labels: Object.fromEntries(
      set.samples.map(({ name, label }) => [name, label === null ? null : set.classes[label]]),
    ),
    leftOut: set.leftOut.map(({ name }) => name),
  };
}

const FOLDERS = { 'cat/a.png': '', 'cat/b.png': '', 'dog/c.png': '', 'dog/d.png': '' };
const BY_FOLDER = { 'cat/a.png': 'cat', 'cat/b.png': 'cat', 'dog/c.png': 'dog', 'dog/d.png': 'dog' };
const FLAT = { 'a.png': '', 'b.png': '', 'c.png': '' };
const rows = (heading: string, cell: string): string =>
  [heading, ...Object.keys(FOLDERS).map((name) => `${name},${cell}`)].join('\n');
const coco = (names: readonly string[]): string =>
  JSON.stringify({
    images: names.map((file_name, id) => ({ id, file_name, width: 4, height: 4 })),
    annotations: names.map((_, id) => ({ image_id: id, category_id: 1, bbox: [0, 0, 2, 2] })),
    categories: [{ id: 1, name: 'bird' }],
  });

describe('class sub-folders', () => {
  const deep = { 'data/cat/a.png': '', 'data/dog/b.png': '' };
  const labelsOf = (options?: DatasetOptions) => Object.values(found(deep, options).labels);

  it('lie below another folder where the model knows their names', () => {
    assert.deepEqual(labelsOf({ modelLabels: ['cat', 'dog'] }), ['cat', 'dog']);
    assert.deepEqual(labelsOf({ modelLabels: ['data', 'dog'] }), ['data', 'data']);
    assert.deepEqual(labelsOf(), ['data', 'data']);
  });
});

describe('a table that is not of labels', () => {
  for (const heading of ['image,width', 'file,file_size', 'name,Height (px)', 'path,id']) {
    it(`of ${heading} does not outdo class sub-folders`, () =>
      assert.deepEqual(found({ ...FOLDERS, 'sizes.csv': rows(heading, '1') }), {
        by: 'folders',
        labels: BY_FOLDER,
        leftOut: [],
      }));
  }

  it('has further columns, none of them known', () => {
    assert.equal(
      found({ ...FOLDERS, 'places.csv': 'image,town,street\ncat/a.png,Ulm,1\ncat/b.png,Ulm,2\ndog/c.png,Ulm,3\n' }).by,
      'folders',
    );
  });

  it('names few of the images', () => {
    assert.deepEqual(found({ ...FOLDERS, 'some.csv': 'photo,town\ncat/a.png,Ulm\n' }).labels, BY_FOLDER);
    assert.deepEqual(found({ ...FOLDERS, 'one.json': coco(['cat/a.png']) }).labels, BY_FOLDER);
  });

  it('is taken where somebody names it', () => {
    assert.deepEqual(
      found({ ...FOLDERS, 'some.csv': 'image,label\ncat/a.png,bird\n' }, { labelling: 'table:some.csv' }).labels,
      { 'cat/a.png': 'bird' },
    );
    assert.deepEqual(
      found({ ...FLAT, 'sizes.csv': 'image,width\na.png,3\n' }, { labelling: 'table:sizes.csv' }).labels,
      { 'a.png': '3' },
    );
    assert.deepEqual(found({ ...FOLDERS, 'one.json': coco(['cat/a.png']) }, { labelling: 'coco:one.json' }).labels, {
      'cat/a.png': 'bird',
    });
  });

  it('may be damaged, which matters only where somebody names it', () => {
    const files = { ...FOLDERS, 'notes.csv': 'what,said\n5" tall,"yes\n' };
    assert.deepEqual(found(files).labels, BY_FOLDER);
    assert.throws(
      () => found(files, { labelling: 'table:notes.csv' }),
      (e: unknown) => e instanceof LensError && e.code === 'invalid-argument' && /cannot be read/.test(e.message),
    );
  });
});

describe('a table of labels', () => {
  it('outdoes class sub-folders', () => {
    assert.deepEqual(found({ ...FOLDERS, 'labels.csv': rows('image,label', 'bird') }).by, 'table');
    assert.deepEqual(found({ ...FOLDERS, 'all.json': coco(Object.keys(FOLDERS)) }).by, 'coco');
  });

  it('has two columns whose headings may be any, in any order', () => {
    assert.deepEqual(found({ ...FLAT, 'x.csv': 'photo,breed\na.png,pug\nb.png,boxer\n' }), {
      by: 'table',
      labels: { 'a.png': 'pug', 'b.png': 'boxer' },
      leftOut: ['c.png'],
    });
    assert.deepEqual(found({ ...FLAT, 'x.csv': 'breed,file\npug,a.png\nboxer,b.png\n' }).labels, {
      'a.png': 'pug',
      'b.png': 'boxer',
    });
    assert.deepEqual(found({ ...FLAT, 'x.csv': 'class,photo\npug,a.png\nboxer,b.png\n' }).labels, {
      'a.png': 'pug',
      'b.png': 'boxer',
    });
  });

  it('may be of few of the images where its heading says so', () => {
    assert.deepEqual(found({ ...FOLDERS, 'some.csv': 'image,label\ncat/a.png,bird\n' }).labels, {
      'cat/a.png': 'bird',
    });
    assert.equal(
      found({ ...FOLDERS, 'some.csv': 'image,label\ncat/a.png,bird\nx.png,bird\ny.png,bird\n' }).by,
      'folders',
    );
  });

  it('may be of few of the images where these are in no sub-folders', () => {
    assert.deepEqual(found({ ...FLAT, 'x.csv': 'image,label\na.png,pug\n' }).labels, { 'a.png': 'pug' });
    assert.equal(found({ ...FLAT, 'x.csv': 'image,label\na.png,pug\nx.png,pug\ny.png,pug\n' }).by, 'none');
  });

  it('has no headings, and a label may read like one', () => {
    assert.deepEqual(found({ ...FLAT, 'x.csv': 'a.png,y\nb.png,n\nc.png,y\n' }).labels, {
      'a.png': 'y',
      'b.png': 'n',
      'c.png': 'y',
    });
    const set = openDataset(folderOf({ ...FLAT, 'x.csv': 'a.png,pug,m/a.png\nb.png,pug,\n' }));
    assert.deepEqual(
      set.samples.map(({ mask }) => mask?.kind),
      ['file', undefined],
    );
  });

  it('may be JSON that begins with a byte-order mark', () => {
    assert.deepEqual(found({ ...FLAT, 'labels.json': '\ufeff{"a.png":"pug","b.png":"boxer"}' }).labels, {
      'a.png': 'pug',
      'b.png': 'boxer',
    });
    assert.equal(found({ ...FLAT, 'coco.json': `\ufeff${coco(Object.keys(FLAT))}` }).by, 'coco');
  });
});

describe('the image that a table means', () => {
  it('is not one of the same file name in another folder', () => {
    assert.deepEqual(
      found({ 'dog/1.png': '', 'dog/2.png': '', 'labels.csv': 'image,label\ntrain/cat/1.png,cat\ndog/2.png,dog\n' })
        .labels,
      { 'dog/2.png': 'dog' },
    );
    assert.deepEqual(
      found({ 'dog/1.png': '', 'dog/2.png': '', 'coco.json': coco(['cat/1.png', 'dog/2.png']) }).labels,
      { 'dog/2.png': 'bird' },
    );
  });

  it('may be written with more folders than it has, or with fewer', () => {
    const files = { 'cat/1.png': '', 'dog/1.png': '', 'new/big/2.png': '' };
    assert.deepEqual(
      found({ ...files, 'labels.csv': 'image,label\n/data/train/cat/1.png,x\n.\\dog\\1.png,y\nbig/2.png,z\n' }).labels,
      { 'cat/1.png': 'x', 'dog/1.png': 'y', 'new/big/2.png': 'z' },
    );
    assert.deepEqual(found({ ...files, 'labels.csv': 'image,label\n1.png,x\n2.png,z\ncat/1.png,y\n' }), {
      by: 'table',
      labels: { 'cat/1.png': 'y', 'new/big/2.png': 'z' },
      leftOut: ['dog/1.png', '1.png'],
    });
  });
});

describe('COCO beside its images', () => {
  const files = {
    'images/a.png': '',
    'images/b.png': '',
    'annotations/captions.json': '{"images":[],"annotations":[]}',
    'annotations/instances.json': coco(['a.png', 'b.png']),
  };

  it('is found in the folder annotations', () => {
    assert.deepEqual(found(files), {
      by: 'coco',
      labels: { 'images/a.png': 'bird', 'images/b.png': 'bird' },
      leftOut: [],
    });
    assert.equal(found(files, { labelling: 'coco:annotations/instances.json' }).by, 'coco');
  });

  it('gives masks by the first file that has objects of an image', () => {
    const people = JSON.stringify({ ...JSON.parse(coco(['a.png', 'b.png'])), annotations: [] });
    const set = openDataset(folderOf({ ...files, 'annotations/person_keypoints.json': people }));
    assert.deepEqual(
      set.samples.map(({ mask }) => mask?.kind),
      ['regions', 'regions'],
    );
  });

  it('leaves labels to class folders of the model', () => {
    const classed = { ...FOLDERS, 'annotations/instances.json': coco(Object.keys(FOLDERS)) };
    assert.equal(found(classed, { modelLabels: ['dog', 'cat', 'bird'] }).by, 'folders');
    assert.equal(found(classed, { modelLabels: ['bird'] }).by, 'coco');
    assert.equal(found(classed, { modelLabels: ['dog', 'cat', 'bird'], labelling: 'coco' }).by, 'coco');
  });

  it('shares the folder with tables, whose masks are named from there', () => {
    const set = openDataset(folderOf({ 'images/a.png': '', 'labels/all.csv': 'image,label,mask\na.png,cat,m.png\n' }));
    assert.deepEqual(
      set.samples.map(({ mask }) => mask),
      [{ kind: 'file', path: `${set.root}/labels/m.png` }],
    );
  });
});

describe('class folders named by numbers', () => {
  const named = (...names: string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [`${name}/${name}.png`, '']));
  const numbered = (names: readonly string[], outputs?: number): (number | null)[] =>
    openDataset(folderOf(named(...names)), { outputs }).samples.map(({ label }) => label);

  it('count from 1 where there are as many as outputs of the model', () => {
    assert.deepEqual(numbered(['1', '2', '3'], 3), [0, 1, 2]);
    assert.deepEqual(openDataset(folderOf(named('1', '2', '3')), { outputs: 3 }).classes, ['1', '2', '3']);
  });

  it('count from 1 where one of them is the number of outputs, and the set says so', () => {
    assert.deepEqual(numbered(['1', '3'], 3), [0, 2]);
    const { notes } = openDataset(folderOf(named('1', '3')), { outputs: 3 });
    assert.deepEqual(notes, ['Labels are numbered from 1 to 3: they are taken as classes 0 to 2.']);
  });

  it('are the indices otherwise', () => {
    assert.deepEqual(numbered(['1', '2', '3']), [1, 2, 3]);
    assert.deepEqual(numbered(['1', '2', '3'], 4), [1, 2, 3]);
    assert.deepEqual(numbered(['0', '1', '2'], 3), [0, 1, 2]);
  });
});
