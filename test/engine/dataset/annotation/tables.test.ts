import assert from 'node:assert/strict';
import { linkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { LABEL_SET_FORMS, NUMBER_FORMS } from '../../../../src/engine/dataset/annotation';
import { openAnnotations } from '../../../../src/engine/dataset/annotation/opening';
import { LensError } from '../../../../src/protocol/error';
import { folderOf } from '../folder';

const labels = (folder: string, labelling?: string) =>
  openAnnotations(folder, LABEL_SET_FORMS, { names: [], outputs: 3, labelling });
const numbers = (folder: string, outputs: number, names: string[] = [], labelling?: string) =>
  openAnnotations(folder, NUMBER_FORMS, { names, outputs, labelling });
const IMAGES = { 'a.png': '', 'b.png': '' };

describe('several labels of an input', () => {
  it('stand in columns of 0 and 1, all of which may be 0', () => {
    const { of, names } = labels(folderOf({ ...IMAGES, 't.csv': 'file,cat,dog,bird\na.png,1,0,1\nb.png,0,0,0\n' }));
    assert.deepEqual(
      [...of],
      [
        ['a.png', ['cat', 'bird']],
        ['b.png', []],
      ],
    );
    assert.deepEqual(names, ['cat', 'dog', 'bird']);
  });

  it('stand in one cell, with ; or | between', () => {
    for (const sign of [';', '|']) {
      const table = `image,labels\na.png,cat${sign} dog\nb.png,\n`;
      assert.deepEqual(
        [...labels(folderOf({ ...IMAGES, 't.csv': table })).of],
        [
          ['a.png', ['cat', 'dog']],
          ['b.png', []],
        ],
        sign,
      );
    }
  });

  it('stand in a JSON list', () => {
    const rows = [
      { image: 'a.png', labels: ['cat', 'dog'] },
      { image: 'b.png', labels: [] },
    ];
    assert.deepEqual(labels(folderOf({ ...IMAGES, 't.json': JSON.stringify(rows) })).of.get('a.png'), ['cat', 'dog']);
  });

  it('are the folders into which an input is linked', () => {
    const folder = folderOf({ 'cat/a.png': 'a', 'dog/b.png': 'b', 'dog/c.png': 'c', 'cat/c.png.x': '' });
    symlinkSync(join('..', 'cat', 'a.png'), join(folder, 'dog', 'a.png'));
    linkSync(join(folder, 'dog', 'c.png'), join(folder, 'cat', 'c.png'));
    const found = labels(folder);
    assert.deepEqual(
      [...found.of].map(([name, own]) => [name, [...own].sort()]),
      [
        ['cat/a.png', ['cat', 'dog']],
        ['cat/c.png', ['cat', 'dog']],
        ['dog/b.png', ['dog']],
      ],
    );
    assert.ok(found.owns('dog/a.png') && found.owns('dog/c.png'));
  });

  it('are the categories of objects', () => {
    const file = {
      images: [{ id: 1, file_name: 'a.png', width: 9, height: 9 }],
      categories: [{ id: 1, name: 'cat' }],
      annotations: [
        { image_id: 1, category_id: 1, bbox: [0, 0, 1, 1] },
        { image_id: 1, category_id: 1, bbox: [0, 0, 2, 2] },
      ],
    };
    assert.deepEqual(labels(folderOf({ ...IMAGES, 'c.json': JSON.stringify(file) })).of.get('a.png'), ['cat']);
  });
});

describe('numbers of an input', () => {
  const TABLE = 'image,age,width,note\na.png,31.5,640,x\nb.png,-2e1,640,y\n';

  it('are those of the columns named as the outputs, in their order', () => {
    const { of } = numbers(folderOf({ ...IMAGES, 't.csv': TABLE }), 2, ['Width', 'Age']);
    assert.deepEqual(of.get('a.png'), [640, 31.5]);
  });

  it('are those of the only columns that fit, without what is measured of the file', () => {
    assert.deepEqual(
      numbers(folderOf({ ...IMAGES, 't.csv': TABLE.replaceAll('age', 'steps') }), 1).of.get('b.png'),
      [-20],
    );
  });

  it('are those of the columns that a person names', () => {
    const found = numbers(folderOf({ ...IMAGES, 't.csv': TABLE }), 1, [], 'table:t.csv#width');
    assert.deepEqual(found.of.get('a.png'), [640]);
  });

  it('leave out an input without one', () => {
    const found = numbers(folderOf({ ...IMAGES, 't.csv': 'image,steps\na.png,1\nb.png,\n' }), 1);
    assert.deepEqual(found.faults, [{ name: 'b.png', reason: 'it has no number in the column steps' }]);
  });

  const refused: Readonly<Record<string, readonly [string, string]>> = {
    'a column that is not there': [TABLE, 'table:t.csv#size'],
    'a column of words': [TABLE, 'table:t.csv#note'],
    'a file that is no table': ['\0\0"', 'table:t.csv'],
    'a table of other files': ['image,age\nz.png,1\n', 'table:t.csv'],
  };
  for (const [what, [content, labelling]] of Object.entries(refused))
    it(`are refused of ${what}`, () => {
      assert.throws(
        () => numbers(folderOf({ ...IMAGES, 't.csv': content }), 1, [], labelling),
        (error) => error instanceof LensError && error.message.length < 600,
      );
    });
});
