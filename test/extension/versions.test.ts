import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { ExplainSession } from '../../src/extension/panels/explain/session';
import { ModelVersions } from '../../src/extension/panels/explain/versions/model-versions';
import { revisionsOf } from '../../src/extension/panels/explain/versions/revisions';
import { patternOf, seriesOf } from '../../src/extension/panels/explain/versions/series';
import { Snapshot } from '../../src/extension/panels/snapshot';
import type { Services } from '../../src/extension/services';
import { LensError } from '../../src/protocol/error';
import type { ExplainDocument, ExplainInput } from '../../src/protocol/explain-document';
import { fakeServices, temporaryFolder } from './support/services';

const folder = temporaryFolder();
const at = (...names: string[]): string => path.join(folder.uri.fsPath, ...names);
const git = (...args: string[]): string => {
  const who = ['-c', 'user.name=Doe', '-c', 'user.email=doe@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...args], { cwd: at('repository'), encoding: 'utf8' }).trim();
};

describe('versions of a model without their page', () => {
  let engine: EngineProcess;
  let services: Services;
  let session: ExplainSession;
  let versions: ModelVersions;
  /** What the maps of all versions that were shown hold, in turn. */
  let seen: number[];

  const until = async (holds: () => boolean, what: string): Promise<void> => {
    for (let i = 0; i < 1500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(holds(), `${what}: ${JSON.stringify(versions.shown.list)}`);
  };
  const valueOf = (which: 'before' | 'after', image = 0): number | undefined =>
    versions.shown.rows[image]?.maps['grad-cam']?.[which]?.data[0];
  const shows = (value: number): Promise<void> => until(() => valueOf('after') === value, `it does not show ${value}`);
  const input = (name: string): ExplainInput => ({
    uri: vscode.Uri.file(at(name)).toString(),
    name: path.basename(name),
    thumbnail: null,
  });
  const opened = async (model: string, inputs = [input('dog/a.png'), input('b.png')]): Promise<vscode.Uri> => {
    const uri = vscode.Uri.file(at(model));
    await session.open(inputs, uri);
    return uri;
  };

  beforeEach(() => {
    const fake = fakeServices(folder.uri);
    [engine, services] = [fake.engine, fake.services];
    Object.assign(services.context, { storageUri: vscode.Uri.file(at('storage')) });
    seen = [];
    versions = new ModelVersions(
      services,
      () => session.document,
      () => {
        const now = valueOf('after');
        if (now !== undefined && now !== seen.at(-1)) seen.push(now);
      },
    );
    session = new ExplainSession(services, new Snapshot<ExplainDocument>(undefined, 'explain'), () => versions.heard());
  });
  afterEach(() => {
    versions.dispose();
    session.dispose();
    engine.dispose();
  });
  after(() => folder.remove());

  it('shows every whole state of the file that is followed, beside the one before', async () => {
    writeFileSync(at('fast.onnx'), '1.');
    await opened('fast.onnx');
    versions.pin(true);
    await shows(101);
    for (const text of ['2.', '3', '3.', '4.']) {
      writeFileSync(at('fast.onnx'), text);
      versions.touched();
      await (text.endsWith('.') ? shows(100 + Number(text[0])) : new Promise((resolve) => setTimeout(resolve, 1000)));
    }
    // The folder of the image says what it is: all versions explain that class.
    assert.deepEqual(seen, [101, 102, 103, 104]);
    assert.equal(valueOf('before'), 103);
    const [{ explained, changes }, second] = versions.shown.rows;
    assert.equal(explained, 'dog');
    const dog = changes.find(({ label }) => label === 'dog')!;
    assert.deepEqual(
      [dog.before, dog.after].map((one) => one?.toFixed(3)),
      ['0.700', '0.600'],
    );
    assert.equal(second.explained, 'dog', 'what the first version said of it');
    assert.ok(versions.shown.list.every(({ state }) => state === 'done'));
    versions.pin(false);
    writeFileSync(at('fast.onnx'), '5.');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.equal(versions.shown.list.length, 4, 'nobody follows it any more');
  });

  it('goes back and forth, and lets the newest pass by while an old one is looked at', async () => {
    writeFileSync(at('fast.onnx'), '1.');
    await opened('fast.onnx');
    versions.pin(true);
    await shows(101);
    for (const value of [2, 3]) {
      writeFileSync(at('fast.onnx'), `${value}.`);
      await shows(100 + value);
    }
    const [first, second, third] = versions.shown.list;
    versions.show(second.id);
    assert.deepEqual([valueOf('before'), valueOf('after')], [101, 102]);
    writeFileSync(at('fast.onnx'), '4.');
    await until(() => versions.shown.list.length === 4 && versions.shown.list[3].state === 'done', 'a fourth');
    assert.equal(valueOf('after'), 102, 'what is looked at stays');
    versions.compareWith({ id: third.id });
    assert.deepEqual([valueOf('before'), valueOf('after')], [103, 102]);
    versions.compareWith('first');
    versions.show(versions.shown.list[3].id);
    assert.deepEqual([versions.shown.before, valueOf('after')], [first.id, 104]);
    writeFileSync(at('fast.onnx'), '5.');
    await shows(105);
  });

  it('explains what is shown anew by other methods, once it is asked to', async () => {
    writeFileSync(at('fast.onnx'), '1.');
    await opened('fast.onnx');
    versions.pin(true);
    await shows(101);
    writeFileSync(at('fast.onnx'), '2.');
    await shows(102);
    const choices = session.document.choices.map((choice) => ({ ...choice, selected: true }));
    await session.choose(choices, false);
    assert.deepEqual(Object.keys(versions.shown.rows[0].maps), ['grad-cam']);
    versions.run();
    const both = (): boolean => {
      const { gradient } = versions.shown.rows[0].maps;
      return Boolean(gradient?.before && gradient.after);
    };
    await until(both, 'both methods');
  });

  it('says that a file stays broken, keeps what is shown, and tells of an image that cannot be read', async () => {
    writeFileSync(at('fast.onnx'), '1.');
    await opened('fast.onnx', [input('a.png'), input('broken.png')]);
    versions.pin(true);
    await shows(101);
    assert.equal(versions.shown.rows[1].error?.what, 'no image');
    writeFileSync(at('fast.onnx'), '2');
    await until(() => versions.shown.said !== null, 'it says nothing');
    assert.match(versions.shown.said!, /not whole.*ends early.*last whole version stays/);
    assert.equal(valueOf('after'), 101);
    writeFileSync(at('fast.onnx'), '2.');
    await shows(102);
    assert.equal(versions.shown.said, null);
  }).timeout(120_000);

  it('takes files of a series in the order of their numbers, and those that come', async () => {
    mkdirSync(at('series'), { recursive: true });
    for (const n of [10, 9, 2]) writeFileSync(at('series', `fast-${n}.onnx`), `${n}.`);
    assert.equal(patternOf('fast-10.onnx'), 'fast-*.onnx');
    assert.equal(patternOf('epoch_3-of-5.onnx'), 'epoch_3-of-*.onnx');
    assert.equal(patternOf('model.onnx'), '*.onnx');
    const model = await opened('series/fast-10.onnx', [input('a.png')]);
    const files = await seriesOf(model, 'fast-*.onnx');
    assert.deepEqual(
      files.map((file) => path.basename(file.fsPath)),
      ['fast-2.onnx', 'fast-9.onnx'],
    );
    versions.pin(true);
    await shows(10);
    for (const [i, file] of files.entries()) await versions.addFile(file, i);
    versions.followSeries('fast-*.onnx', files);
    await until(() => versions.shown.list.every(({ state }) => state === 'done'), 'all of them');
    assert.deepEqual(
      versions.shown.list.map(({ origin, name }) => (origin === 'file' ? name : origin)),
      ['fast-2.onnx', 'fast-9.onnx', 'saved'],
    );
    assert.deepEqual([valueOf('before'), valueOf('after')], [9, 10]);
    writeFileSync(at('series', 'fast-11.onnx'), '11');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    writeFileSync(at('series', 'fast-11.onnx'), '11.');
    await shows(11);
  }).timeout(120_000);

  it('takes revisions out of git, and says what is only a pointer', async () => {
    mkdirSync(at('repository/models'), { recursive: true });
    git('init', '--quiet');
    const file = at('repository/models/fast.onnx');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12\n`;
    for (const [i, text] of ['1.', '2.', pointer, '4.'].entries()) {
      writeFileSync(file, text);
      git('add', '.');
      const date = `2026-01-0${i + 1}T00:00:00Z`;
      git('commit', '--quiet', '--date', date, '--message', `epoch\t${i}`);
    }
    const model = await opened('repository/models/fast.onnx', [input('a.png')]);
    const revisions = await revisionsOf(model);
    assert.deepEqual(
      revisions.map(({ subject }) => subject),
      ['epoch 3', 'epoch 2', 'epoch 1', 'epoch 0'],
    );
    for (const [i, revision] of [...revisions].reverse().entries()) {
      versions.sources.revision(revision.hash, revision, []);
      const { hash: id, short: name, subject: about } = revision;
      versions.add({ id, origin: 'revision', name, about, time: i });
    }
    await shows(104);
    assert.equal(valueOf('before'), 102, 'a version of which there is nothing is passed over');
    const lost = versions.shown.list[2];
    assert.equal(lost.error?.code, 'not-found');
    assert.match(`${lost.error?.what} ${lost.error?.next}`, /Git LFS pointer.*git lfs fetch/);
    mkdirSync(at('repository/.git/lfs/objects/ab/ab'), { recursive: true });
    writeFileSync(at('repository/.git/lfs/objects/ab/ab', 'ab'.repeat(32)), '3.');
    versions.show(lost.id);
    await shows(103);
    writeFileSync(at('alone.onnx'), '1.');
    await assert.rejects(
      revisionsOf(vscode.Uri.file(at('alone.onnx'))),
      (error) => error instanceof LensError && error.code === 'not-found',
    );
  });

  it('begins anew with another model, and leaves no copy behind', async () => {
    writeFileSync(at('fast.onnx'), '1.');
    writeFileSync(at('fast-b.onnx'), '7.');
    await opened('fast.onnx');
    versions.pin(true);
    await shows(101);
    await session.useModel(vscode.Uri.file(at('fast-b.onnx')));
    await shows(107);
    assert.equal(versions.shown.list.length, 1);
    assert.equal(versions.shown.pinned, true);
    const own = at('storage/versions', vscode.env.sessionId);
    assert.equal(readdirSync(own).length, 1);
    versions.dispose();
    await until(
      () => !readdirSync(at('storage/versions')).includes(vscode.env.sessionId),
      'the copies are still there',
    );
  });
});
