import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournaledResults } from '../../../src/engine/evaluation/journaled-results';
import { Journal } from '../../../src/engine/evaluation/journal';
import { LensError } from '../../../src/protocol/error';

describe('journal of results', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-journal-'));
    path = join(folder, 'deep', '.lens-journal.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const within = <T>(work: (journal: Journal) => T): T => {
    const journal = new Journal(path);
    try {
      return work(journal);
    } finally {
      journal.close();
    }
  };

  it('takes no words of JavaScript for numbers', () => {
    const odd = [{ number: 'constructor' }, { number: '__proto__' }, { number: 3 }, { number: null }, {}];
    within((journal) => assert.deepEqual(journal.add('a', 'k', odd), odd));
    within((journal) => assert.deepEqual([...journal.of('a').values()], [odd]));
  });

  it('gives back what was added, also when opened again, whatever stood between', () => {
    const values = {
      whole: 3,
      part: 0.1 + 0.2,
      none: NaN,
      top: Infinity,
      bottom: -Infinity,
      list: [1, NaN],
      nothing: null,
      text: 'Größe\n"x"',
    };
    within((journal) => {
      assert.deepEqual(journal.add('a', 'k', values), values);
      journal.add('b', 'k', 1);
      journal.add('a', 'l', 2);
      assert.deepEqual(
        [...journal.of('a')],
        [
          ['k', values],
          ['l', 2],
        ],
      );
    });
    within((journal) => {
      assert.deepEqual(
        [...journal.of('a')],
        [
          ['k', values],
          ['l', 2],
        ],
      );
      assert.deepEqual([...journal.of('b')], [['k', 1]]);
      assert.equal(journal.of('c').size, 0);
    });
  });

  it('drops a last line that was cut at any byte, and goes on behind the line before', () => {
    within((journal) => {
      journal.add('a', 'first', 1);
      journal.add('a', 'second', 2);
    });
    const whole = readFileSync(path);
    const first = whole.indexOf('\n') + 1;
    for (let length = first; length < whole.length; length++) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      within((journal) => {
        assert.deepEqual([...journal.of('a')], [['first', 1]]);
        journal.add('a', 'second', 2);
      });
      assert.deepEqual(readFileSync(path), whole);
    }
  });

  it('passes over a damaged line', () => {
    within((journal) => journal.add('a', 'first', 1));
    appendFileSync(path, '["a","bad",\u0000\u0000\n');
    within((journal) => {
      journal.add('a', 'second', 2);
      assert.deepEqual(
        [...journal.of('a')],
        [
          ['first', 1],
          ['second', 2],
        ],
      );
    });
  });

  it('indexes lines that lie across the chunks it is read in', () => {
    const long = 'x'.repeat(300_000);
    within((journal) => {
      for (let i = 0; i < 8; i++) journal.add(`s${i % 3}`, `k${i}`, `${i}${long}`);
    });
    within((journal) => {
      assert.deepEqual([...journal.of('s1').keys()], ['k1', 'k4', 'k7']);
      assert.equal(journal.of('s1').get('k7'), `7${long}`);
    });
  });

  it('makes a result once, and again only where it failed', async () => {
    const journal = new Journal(path);
    let made = 0;
    const results = new JournaledResults(journal, 'a');
    await assert.rejects(results.of('k', () => Promise.reject(new Error('not yet'))));
    const result = () => results.of('k', () => ++made);
    assert.deepEqual(
      [await result(), await result(), await new JournaledResults(journal, 'a').of('k', () => ++made)],
      [1, 1, 1],
    );
    journal.close();
  });

  it('never writes through a link, and leaves what it leads to as it was', () => {
    const victim = join(folder, 'victim.txt');
    const text = 'one line that nobody may touch, without an end';
    writeFileSync(victim, text);
    mkdirSync(join(folder, 'deep'));
    symlinkSync(victim, path);
    assert.throws(
      () => new Journal(path),
      (error) => error instanceof LensError && error.code === 'disk' && /it is a link/.test(error.what),
    );
    assert.equal(readFileSync(victim, 'utf8'), text);
    rmSync(victim);
    assert.throws(() => new Journal(path), LensError, 'a link to nothing');
    assert.ok(!existsSync(victim));
  });

  it('opens no pipe', () => {
    mkdirSync(join(folder, 'deep'));
    execFileSync('mkfifo', [path]);
    assert.throws(
      () => new Journal(path),
      (error) => error instanceof LensError && /it is a pipe/.test(error.what),
    );
  });

  it('passes over a line of 300 MB in a second, and never holds it', () => {
    mkdirSync(join(folder, 'deep'));
    writeFileSync(path, '["a","k",1]\n["a","long","');
    truncateSync(path, 300e6);
    const begun = performance.now();
    within((journal) => assert.deepEqual([...journal.of('a')], [['k', 1]]));
    assert.ok(performance.now() - begun < 5000);
    assert.equal(readFileSync(path, 'utf8'), '["a","k",1]\n', 'a line without an end is cut off');
    writeFileSync(path, '["a","k",1]\n["a","long","');
    truncateSync(path, 300e6);
    appendFileSync(path, '"]\n["a","l",2]\n');
    const before = process.memoryUsage().arrayBuffers;
    within((journal) =>
      assert.deepEqual(
        [...journal.of('a')],
        [
          ['k', 1],
          ['l', 2],
        ],
      ),
    );
    assert.ok(process.memoryUsage().arrayBuffers - before < 150e6);
  });

  it('says where it cannot be written', () => {
    writeFileSync(join(folder, 'deep'), '');
    assert.throws(
      () => new Journal(path),
      (error) => error instanceof LensError && error.code === 'disk' && error.where === path,
    );
  });
});
