import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import fs, { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listing } from '../../../src/engine/dataset/listing';
import { maskOfImage } from '../../../src/engine/dataset/mask-place';
import { openDataset } from '../../../src/engine/dataset/opening';
import { enterWorkspace } from '../../../src/engine/file/workspace';
import { folderOf } from './folder';

describe('the files of a folder', () => {
  afterEach(() => enterWorkspace([]));

  it('are also those behind links to folders', () => {
    const root = folderOf({ 'cat/a.png': '', 'dog.png/b.png': '' });
    const apart = join(dirname(root), 'apart', 'deep');
    mkdirSync(apart, { recursive: true });
    writeFileSync(join(apart, 'c.png'), '');
    symlinkSync(join(dirname(root), 'apart'), join(root, 'bird'), 'dir');
    enterWorkspace([dirname(root)]);
    assert.deepEqual(listing(root).inputs, ['cat/a.png', 'dog.png/b.png', 'bird/deep/c.png']);
    assert.deepEqual(openDataset(root).classes, ['bird', 'cat', 'dog.png']);
  });

  it('are not those behind links out of the folder and the workspace, which are named', () => {
    const root = folderOf({ 'cat/a.png': '' });
    const apart = folderOf({ 'b.png': '', 'masks/cat/a.png': '' });
    symlinkSync(apart, join(root, 'bird'), 'dir');
    symlinkSync(join(apart, 'b.png'), join(root, 'cat', 'b.png'));
    symlinkSync(join(apart, 'masks'), join(dirname(root), 'masks'), 'dir');
    symlinkSync(join(apart, 'b.png'), join(root, 'cat', 'a.mask.png'));
    enterWorkspace([root]);
    const { samples, leftOut } = openDataset(root);
    assert.deepEqual(
      samples.map(({ name, mask }) => [name, mask]),
      [['cat/a.png', null]],
    );
    assert.equal(maskOfImage(join(root, 'cat', 'a.png')), null);
    assert.deepEqual(
      leftOut.map(({ name, reason }) => [name, /link out of .*saliencyLens.allowedFolders/.test(reason)]),
      [
        ['bird', true],
        ['cat/a.mask.png', true],
        ['cat/b.png', true],
      ],
    );
    rmSync(join(root, 'cat', 'a.png'));
    assert.throws(() => openDataset(root), /holds no images .*bird: it is a link out of/);
  });

  it('are not waited for where they are pipes, or links to some', () => {
    const root = folderOf({ 'cat/a.png': '' });
    execFileSync('mkfifo', [join(root, 'cat', 'pipe.png')]);
    symlinkSync('pipe.png', join(root, 'cat', 'link.png'));
    const { inputs, unusable } = listing(root);
    assert.deepEqual(inputs, ['cat/a.png']);
    assert.deepEqual(unusable, [
      { name: 'cat/link.png', reason: 'it is a pipe' },
      { name: 'cat/pipe.png', reason: 'it is a pipe' },
    ]);
  });

  it('have no mask that a table names outside', () => {
    const root = folderOf({
      'a.png': '',
      'b.png': '',
      'in.png': '',
      '../out.png': '',
      'labels.csv': 'image,label,mask\na.png,0,../out.png\nb.png,1,in.png\n',
    });
    enterWorkspace([root]);
    const { samples, notes } = openDataset(root);
    assert.deepEqual(
      samples.map(({ name, mask }) => [name, mask]),
      [
        ['a.png', null],
        ['b.png', { kind: 'file', path: join(root, 'in.png') }],
      ],
    );
    assert.match(notes[0], /The mask of a.png leads out .*--allow-folder/);
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
