import assert from 'node:assert/strict';
import { join, posix } from 'node:path';
import { namePattern } from '../../../src/engine/dataset/name-pattern';
import { inspectFolder } from '../../../src/engine/evaluation/folder-inspection';
import { readModelFile, type ModelFile } from '../../../src/engine/model/model-file';
import { RandomStream } from '../../../src/engine/tensor/random';
import { LensError } from '../../../src/protocol/error';
import { folderOf } from '../dataset/folder';
import { labelledFolder } from './labelled-folder';

describe('what an evaluation would find in a folder', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  let model: ModelFile;
  let mixed: string;
  before(async () => {
    place = await labelledFolder(7);
    model = await readModelFile(place.models[0]);
    mixed = folderOf({
      'cat-01.png': '',
      'cat-02.png': '',
      'dog-1.png': '',
      'dog-2.png': '',
      'odd.png': '',
      'x.npy': '',
      'a.csv': 'image,label\ncat-01.png,red\n',
      'b.csv': 'nothing,here\n',
      'notes.txt': '',
    });
  });

  it('counts classes, names the first of each and the masks beside them', () => {
    const found = inspectFolder(place.set, undefined, [model]);
    assert.deepEqual(found.labelling, {
      id: 'folders',
      argument: null,
      description: 'Labels from the sub-folders blue, green, red',
    });
    assert.deepEqual(
      found.classes.map(({ name, images }) => [name, images]),
      [
        ['blue', 3],
        ['green', 2],
        ['red', 2],
      ],
    );
    assert.deepEqual(found.classes[0].examples, ['blue/000.png', 'blue/003.png', 'blue/006.png']);
    assert.deepEqual(found.classes[0].unknownTo, []);
    assert.deepEqual(
      [found.images, found.arrays, found.masks.images, found.masks.examples[0]],
      [7, 0, 4, join('..', 'masks', 'blue', '000.png')],
    );
    assert.deepEqual(found.models, [{ path: place.models[0], classes: 3, task: 'classification', problem: null }]);
    assert.deepEqual(
      found.options.map(({ id, fits }) => [id, fits]),
      [
        ['table', false],
        ['coco', false],
        ['folders', true],
        ['file-names', false],
      ],
    );
  });

  it('says which classes a model does not have', () => {
    const found = inspectFolder(mixed, 'file-names:{label}-#', [model]);
    assert.deepEqual(
      found.classes.map(({ name, images, unknownTo }) => [name, images, unknownTo.length]),
      [
        ['cat', 2, 1],
        ['dog', 2, 1],
      ],
    );
  });

  it('says of a table that cannot be read why, in sentences that end once', () => {
    const folder = folderOf({ 'a.png': '', 'labels.csv': 'image,label\n5" tall,"yes\n' });
    const { labelling } = inspectFolder(folder, undefined, []);
    assert.equal(labelling.id, 'none');
    assert.match(
      labelling.description,
      /^No labels found\. labels\.csv was not taken for the labels: the table cannot be read, line 2: [^.]+$/,
    );
  });

  it('can be told where to look, and shows what has no label then', () => {
    const table = inspectFolder(mixed, 'table:a.csv', []);
    assert.deepEqual(
      table.classes.map(({ name, images }) => [name, images]),
      [['red', 1]],
    );
    assert.deepEqual(table.unlabelled, { images: 5, examples: ['cat-02.png', 'dog-1.png', 'dog-2.png'] });
    assert.deepEqual(table.options[0], { ...table.options[0], takes: 'file', fits: true, files: ['a.csv'] });
    const names = inspectFolder(mixed, 'file-names:{label}-#', []);
    assert.deepEqual([names.labelling.argument, names.unlabelled.images, names.arrays], ['{label}-#', 2, 1]);
    assert.equal(names.leftOut.files, 3);
    assert.throws(
      () => inspectFolder(mixed, 'table:b.csv', []),
      (e) => e instanceof LensError && /b\.csv: none of the \d+ rows/.test(e.message),
    );
    assert.throws(
      () => inspectFolder(mixed, 'file-names:cat', []),
      (e) => e instanceof LensError && /once where the label stands/.test(e.message),
    );
  });
});

describe('patterns of names', () => {
  const cases: readonly [pattern: string, input: string, label: string | null][] = [
    ['{label}-#', 'x/cat-12.png', 'cat'],
    ['{label}-#', 'cat-a.png', null],
    ['*_{label}', '01_cat.png', 'cat'],
    ['img.{label}.*.png', 'img.big cat.7.png', 'big cat'],
    ['*/{label}/*', 'train/dog/1.png', 'dog'],
    ['*/{label}/*', 'dog/1.png', null],
    ['{label}(#)', 'a+b(3).jpg', 'a+b'],
  ];
  for (const [pattern, input, label] of cases)
    it(`${pattern} finds ${label ?? 'nothing'} in ${input}`, () => assert.equal(namePattern(pattern)(input), label));

  it('find what the regular expressions find for which they stand', () => {
    const random = new RandomStream(7, 'patterns');
    const signs = ['a', 'b', '1', '-', '/', '*', '#'];
    const pick = (from: readonly string[], most: number): string =>
      Array.from({ length: random.below(most + 1) }, () => from[random.below(from.length)]).join('');
    for (let k = 0; k < 5000; k++) {
      const [before, after] = [pick(signs, 4), pick(signs, 4)];
      const name = pick(signs.slice(0, 5), 9);
      const expression = (text: string): string => text.replaceAll('*', '[^/]*').replaceAll('#', '\\d+');
      const expected = new RegExp(`^${expression(before)}([^/]+?)${expression(after)}$`).exec(
        `${before}${after}`.includes('/') ? name : posix.basename(name),
      );
      assert.equal(
        namePattern(`${before}{label}${after}`)(name),
        expected?.[1] ?? null,
        `${before}{label}${after}: ${name}`,
      );
    }
  });

  it('take no longer where names nearly fit', () => {
    const start = performance.now();
    assert.equal(namePattern(`{label}${'*a'.repeat(90)}b`)(`${'a'.repeat(250)}.png`), null);
    assert.equal(namePattern(`${'#*'.repeat(90)}{label}b`)(`${'1'.repeat(250)}.png`), null);
    assert.ok(performance.now() - start < 3000);
    assert.throws(() => namePattern(`{label}${'*'.repeat(1000)}`), /has 1007 characters/);
  });
});
