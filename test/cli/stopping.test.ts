import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { filesIn } from '../engine/evaluation/killing';
import { lens, model, root } from './lens';

describe('a part that is warned', function () {
  this.timeout(180_000);
  let out: string;
  before(() => (out = mkdtempSync(path.join(tmpdir(), 'lens-stopping-'))));
  after(() => rmSync(out, { recursive: true, force: true }));

  const words = (...more: string[]): string[] => [
    ...['evaluate', 'samples/faces/test', '--model', model, '--limit', '12', '--device', 'cpu', '--threads', '1'],
    ...['--methods', 'rise:samples=200', '--metrics', 'complexity', '--out', out, ...more],
  ];

  /** Starts a part and warns it, as Slurm does before its time is over, once it has begun with its inputs. */
  async function warned(): Promise<{ status: number | null; said: string }> {
    const journal = path.join(out, 'shards/1-of-1/.lens-journal.jsonl');
    const child = spawn(process.execPath, ['dist/cli.js', ...words('--shard', '1/1')], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise<number | null>((done) => child.once('close', done));
    // What a part has hashed to find its own inputs is in the journal before the first is done.
    const watch = setInterval(() => {
      const begun = /\b1 of 12/.test(said) && (statSync(journal, { throwIfNoEntry: false })?.size ?? 0) > 0;
      if (!begun) return;
      clearInterval(watch);
      child.kill('SIGUSR1');
    }, 1);
    const status = await ended;
    clearInterval(watch);
    return { status, said };
  }

  it('finishes its input and ends with status 75, from where the same command goes on', async () => {
    const whole = lens(...words());
    assert.equal(whole.status, 0, whole.stderr);
    const undisturbed = filesIn(out);
    rmSync(out, { recursive: true });
    const { status, said } = await warned();
    assert.equal(status, 75, said);
    assert.match(said, /stopped after an input/);
    const statement = path.join(out, 'shards/1-of-1/part.json');
    const { state, done } = JSON.parse(readFileSync(statement, 'utf8')) as { state: string; done: number };
    assert.equal(state, 'stopped');
    assert.ok(done >= 1 && done < 12, `${done}`);
    for (const more of [['--shard', '1/1'], ['--merge']]) {
      const ended = lens(...words(...more));
      assert.equal(ended.status, 0, ended.stderr);
    }
    assert.deepEqual(filesIn(out), undisturbed);
  });
});
