import { strict as assert } from 'node:assert';
import fs, { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listing } from '../../../src/engine/dataset/listing';
import { maskOfImage } from '../../../src/engine/dataset/mask-place';
import { openDataset } from '../../../src/engine/dataset/opening';
import { folderOf } from './folder';

describe('the files of a folder', () => {
  it('are also those behind links to folders', () => {
    const root = folderOf({ 'cat/a.png': '', 'dog.png/b.png': '' });
    const apart = join(dirname(root), 'apart', 'deep');
    mkdirSync(apart, { recursive: true });
    writeFileSync(join(apart, 'c.png'), '');
    symlinkSync(join(dirname(root), 'apart'), join(root, 'bird'), 'dir');
    assert.deepEqual(listing(root).inputs, ['cat/a.png', 'dog.png/b.png', 'bird/deep/c.png']);
    assert.deepEqual(openDataset(root).classes, ['bird', 'cat', 'dog.png']);
  });

  it('are the same, and find the masks beside them, from a place that is named by a dot', () => {
    const root = folderOf({ 'cat/a.png': '' });
    mkdirSync(join(dirname(root), 'masks', 'cat'), { recursive: true });
    writeFileSync(join(dirname(root), 'masks', 'cat', 'a.png'), '');
    const here = process.cwd();
    process.chdir(root);
    try {
      assert.deepEqual(openDataset('.').samples, openDataset(root).samples);
      assert.ok(openDataset('./').samples[0].mask);
      assert.equal(maskOfImage('cat/a.png'), join(dirname(root), 'masks', 'cat', 'a.png'));
    } finally {
      process.chdir(here);
    }
  });

  it('are each listed once, however links lead back', () => {
    const root = folderOf({ 'cat/a.png': '' });
    symlinkSync(root, join(root, 'cat', 'back'), 'dir');
    symlinkSync(join(root, 'cat'), join(root, 'again'), 'dir');
    symlinkSync('itself', join(root, 'itself'));
    symlinkSync('nowhere', join(root, 'lost'));
    const found = listing(root);
    assert.deepEqual(found.inputs, ['cat/a.png']);
    assert.deepEqual(
      found.unusable.map(({ name }) => name),
      ['again', 'cat/back'],
    );
    assert.deepEqual(found.others, ['itself', 'lost']);
    assert.match(
      openDataset(root).leftOut.find(({ name }) => name === 'again')!.reason,
      /same folder is listed already/,
    );
  });

  it('go on without a folder that cannot be read, and say why', () => {
    const root = folderOf({ 'cat/a.png': '', 'locked/b.png': '' });
    const { readdirSync } = fs;
    fs.readdirSync = ((path: string, ...rest: []) => {
      if (path.endsWith('locked')) throw Object.assign(new Error(), { code: 'EACCES' });
      return readdirSync(path, ...rest);
    }) as typeof readdirSync;
    try {
      const set = openDataset(root);
      assert.deepEqual(
        set.samples.map(({ name }) => name),
        ['cat/a.png'],
      );
      assert.deepEqual(set.leftOut, [{ name: 'locked', reason: 'the folder cannot be read (EACCES)' }]);
    } finally {
      fs.readdirSync = readdirSync;
    }
  });
});
