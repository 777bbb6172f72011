import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Dataset } from '../../../src/engine/dataset/dataset';
import { openDataset, type DatasetOptions } from '../../../src/engine/dataset/opening';
import { LensError } from '../../../src/protocol/error';
import { folderOf } from './folder';

const labelled = (set: Dataset): Record<string, string | null> =>
  Object.fromEntries(set.samples.map((s) => [s.name, s.label === null ? null : set.classes[s.label]]));

describe('labelled folders', () => {
  const open = (files: Record<string, string>, options?: DatasetOptions): Dataset =>
    openDataset(folders.get(files)!, options);
  const folders = new Map<Record<string, string>, string>();
  const given = (files: Record<string, string>): Record<string, string> => files;

  const nested = given({ 'dog/b.png': '', 'dog/a.JPG': '', 'cat/c.npy': '', 'notes.txt': '', '.hidden/d.png': '' });
  const csv = given({
    'a.png': '',
    'b.png': '',
    'c.png': '',
    'labels.csv': 'image,label,mask\na.png,cat,m/a.png\nb.png,dog,\nz.png,dog,\n',
  });
  const tsv = given({ 'x/a.png': '', 'x/b.png': '', 'list.tsv': 'a.png\tcat\nx/b.png\tdog\n' });
  const semicolons = given({ 'a.png': '', 'b.png': '', 'labels.csv': '\ufeffLabel;File\n7;a.png\n2;b.png\n' });
  const jsonList = given({
    'a.png': '',
    'b.png': '',
    'labels.json': '[{"file":"a.png","class":"cat"},{"file":"b.png","class":3}]',
  });
  const jsonObject = given({
    'a.png': '',
    'b.png': '',
    'labels.json': '{"a.png":"cat","b.png":"dog"}',
    'other.json': '{"nothing":{}}',
  });
  const conflict = given({
    'a.png': '',
    'b.png': '',
    'c.png': '',
    'labels.csv': 'a.png,cat\nb.png,dog\na.png,dog\nc.png,dog\n',
  });
  const names = given({ 'cat-01.png': '', 'cat-02.png': '', 'no-cat-01.png': '', 'no-cat 2.png': '' });
  const namesBehind = given({ '01_cat.png': '', '02_dog.png': '', '03_cat.png': '', '04_dog.png': '' });
  const plain = given({ 'p.png': '', 'q.png': '' });
  const empty = given({ 'readme.txt': '' });
  const all = [nested, csv, tsv, semicolons, jsonList, jsonObject, conflict, names, namesBehind, plain, empty];
  before(() => all.forEach((files) => folders.set(files, folderOf(files))));

  it('come from class sub-folders, in a fixed order, without hidden files', () => {
    const set = open(nested);
    assert.deepEqual(set.classes, ['cat', 'dog']);
    assert.deepEqual(
      set.samples.map((s) => [s.name, s.label]),
      [
        ['cat/c.npy', 0],
        ['dog/a.JPG', 1],
        ['dog/b.png', 1],
      ],
    );
    assert.deepEqual(set.leftOut, [{ name: 'notes.txt', reason: 'neither an image nor a .npy array' }]);
    assert.deepEqual(set.labelling, { id: 'folders', description: 'Labels from the sub-folders cat, dog' });
  });

  it('come from a table, whose mask column counts and whose gaps are named', () => {
    const set = open(csv);
    assert.deepEqual(labelled(set), { 'a.png': 'cat', 'b.png': 'dog' });
    assert.deepEqual(set.samples[0].mask, { kind: 'file', path: join(set.root, 'm/a.png') });
    assert.deepEqual(
      set.leftOut.map((l) => l.name),
      ['c.png', 'z.png'],
    );
    assert.match(set.leftOut[1].reason, /no such file/);
  });

  it('come from tables in other dress', () => {
    assert.deepEqual(labelled(open(tsv)), { 'x/a.png': 'cat', 'x/b.png': 'dog' });
    assert.deepEqual(labelled(open(semicolons)), { 'a.png': '7', 'b.png': '2' });
    assert.deepEqual(labelled(open(jsonList)), { 'a.png': 'cat', 'b.png': '3' });
    assert.deepEqual(labelled(open(jsonObject)), { 'a.png': 'cat', 'b.png': 'dog' });
  });

  it('leave out an input that is given two labels', () => {
    const set = open(conflict);
    assert.deepEqual(labelled(set), { 'b.png': 'dog', 'c.png': 'dog' });
    assert.deepEqual(set.leftOut, [{ name: 'a.png', reason: 'labels.csv gives it the labels cat and dog' }]);
  });

  it('come from file names, and the guess can be read', () => {
    assert.deepEqual(labelled(open(names)), {
      'cat-01.png': 'cat',
      'cat-02.png': 'cat',
      'no-cat 2.png': 'no-cat',
      'no-cat-01.png': 'no-cat',
    });
    assert.deepEqual(open(namesBehind).classes, ['cat', 'dog']);
    assert.match(open(namesBehind).labelling.description, /after the number: cat, dog/);
  });

  it('can be corrected, or be absent', () => {
    assert.equal(
      open(names, { labelling: 'none' }).samples.every((s) => s.label === null),
      true,
    );
    assert.equal(open(plain).labelling.id, 'none');
    assert.equal(open(plain).samples.length, 2);
    assert.throws(
      () => open(plain, { labelling: 'folders' }),
      (e: unknown) => e instanceof LensError && /table, coco, folders, file-names, none/.test(e.message),
    );
  });

  it("are found among the model's, by name, synonym or number", () => {
    const set = open(nested, { modelLabels: ['Fish', 'DOG', 'tabby, cat'] });
    assert.deepEqual(labelled(set), { 'cat/c.npy': 'tabby, cat', 'dog/a.JPG': 'DOG', 'dog/b.png': 'DOG' });
    assert.deepEqual(
      open(semicolons, { modelLabels: Array.from({ length: 8 }, (_, i) => `class ${i}`) }).samples.map((s) => s.label),
      [7, 2],
    );
    const strange = open(nested, { modelLabels: ['dog', 'fish'] });
    assert.deepEqual(
      strange.samples.map((s) => s.name),
      ['dog/a.JPG', 'dog/b.png'],
    );
    assert.deepEqual(strange.leftOut[1], { name: 'cat/c.npy', reason: 'its label cat is not a class of the model' });
  });

  it('say what to do when there is nothing to read', () => {
    assert.throws(
      () => open(empty),
      (e: unknown) => e instanceof LensError && e.code === 'not-found' && e.next !== undefined,
    );
    assert.throws(
      () => openDataset(join(folders.get(plain)!, 'absent')),
      (e: unknown) => e instanceof LensError && e.code === 'not-found',
    );
  });
});
