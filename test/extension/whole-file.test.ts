import assert from 'node:assert/strict';
import { WholeFile, type Patience } from '../../src/extension/panels/explain/versions/whole-file';
import { LensError } from '../../src/protocol/error';

/** Time that passes when a test says so. */
class Clock implements Patience {
  readonly rest = 250;
  readonly look = 1000;
  readonly broken = 10_000;
  private time = 0;
  private waiting: { readonly at: number; readonly wake: () => void }[] = [];

  now = (): number => this.time;
  wait = (milliseconds: number): Promise<void> =>
    new Promise((wake) => this.waiting.push({ at: this.time + milliseconds, wake }));

  async pass(milliseconds: number): Promise<void> {
    for (const end = this.time + milliseconds; this.time < end; this.time += 50) {
      const due = this.waiting.filter(({ at }) => at <= this.time);
      this.waiting = this.waiting.filter((one) => !due.includes(one));
      for (const { wake } of due) wake();
      await settled();
    }
  }
}

/** All that can happen without time passing. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('waiting for whole files', () => {
  let clock: Clock;
  let content: string | null;
  let stamp: number;
  let dropped: string[];
  let told: string[];
  let duringCopy: () => void;
  let reading: (text: string) => Promise<void>;
  let file: WholeFile<string>;
  const write = (text: string | null): void => {
    content = text;
    stamp++;
  };

  beforeEach(() => {
    [clock, content, stamp, dropped, told] = [new Clock(), 'one.', 0, [], []];
    duringCopy = () => undefined;
    reading = async (text) => {
      if (!text.endsWith('.')) throw new LensError({ code: 'corrupt-model', what: `${text} ends early` });
    };
    const source = {
      stamp: async () => (content === null ? null : String(stamp)),
      take: async () => {
        const copy = content;
        duringCopy();
        if (copy === null) throw new Error('gone');
        return copy;
      },
      check: (text: string) => reading(text),
      drop: async (text: string) => void dropped.push(text),
    };
    const heard = {
      whole: (text: string) => told.push(text),
      broken: (error: LensError | null) => told.push(`broken: ${error?.what ?? 'no more'}`),
    };
    file = new WholeFile(source, heard, clock);
    void file.follow();
  });
  afterEach(() => file.stop());

  it('takes the file as it is first, then every state in which it rests', async () => {
    await clock.pass(1000);
    assert.deepEqual(told, ['one.']);
    for (const text of ['two.', 'three.', 'four.']) {
      write(text);
      file.touch();
      await clock.pass(1000);
    }
    assert.deepEqual(told, ['one.', 'two.', 'three.', 'four.']);
    await clock.pass(20_000);
    assert.equal(told.length, 4, 'of a file that stays nothing more is told');
  });

  it('finds what no file system has told of', async () => {
    await clock.pass(1000);
    write('two.');
    await clock.pass(2000);
    assert.deepEqual(told, ['one.', 'two.']);
  });

  it('leaves a file alone while it grows', async () => {
    await clock.pass(1000);
    for (let i = 0; i < 20; i++) {
      write(`tw${'o'.repeat(i)}`);
      file.touch();
      await clock.pass(100);
    }
    assert.deepEqual([told, dropped], [['one.'], []], 'no half of it is even copied');
    write('two.');
    await clock.pass(1500);
    assert.deepEqual(told, ['one.', 'two.']);
  });

  it('drops a half that rests, and takes the whole once it is there', async () => {
    await clock.pass(1000);
    write('tw');
    await clock.pass(3000);
    assert.deepEqual([told, dropped], [['one.'], ['tw']]);
    write('two.');
    await clock.pass(2000);
    assert.deepEqual(told, ['one.', 'two.'], 'a half that did not stay is not worth a word');
  });

  it('says once that a file stays broken, and once that it is whole again', async () => {
    await clock.pass(1000);
    write('tw');
    await clock.pass(30_000);
    assert.deepEqual(told, ['one.', 'broken: tw ends early']);
    write('two.');
    await clock.pass(2000);
    assert.deepEqual(told.slice(2), ['broken: no more', 'two.']);
  });

  it('drops a copy during which the file was written', async () => {
    await clock.pass(1000);
    write('two.');
    duringCopy = () => {
      duringCopy = () => undefined;
      write('three.');
    };
    await clock.pass(3000);
    assert.deepEqual([told, dropped], [['one.', 'three.'], ['two.']]);
  });

  it('goes on after the file was away, also while it was copied', async () => {
    await clock.pass(1000);
    write(null);
    await clock.pass(3000);
    write('two.');
    duringCopy = () => {
      duringCopy = () => undefined;
      write(null);
    };
    await clock.pass(3000);
    write('three.');
    await clock.pass(3000);
    assert.equal(told.at(-1), 'three.');
    assert.ok(!told.some((text) => text.startsWith('broken')));
  });

  it('copies the next state while the one before is still being read, and tells of all in order', async () => {
    const readers: (() => void)[] = [];
    reading = () => new Promise((resolve) => readers.push(resolve));
    await clock.pass(1000);
    write('two.');
    await clock.pass(2000);
    write('three.');
    await clock.pass(2000);
    assert.deepEqual(told, []);
    for (let i = 0; i < 3; i++) {
      readers[i]();
      await settled();
      await settled();
    }
    assert.deepEqual(told, ['one.', 'two.', 'three.']);
  });

  it('tells of nothing once it has been stopped', async () => {
    file.stop();
    write('two.');
    await clock.pass(5000);
    assert.deepEqual(told, []);
  });
});
