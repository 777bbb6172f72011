import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { partsAnswers } from '../../src/engine/job/parts-calls';
import { reportRun } from '../../src/engine/shard/report';
import { filesIn } from '../engine/evaluation/killing';
import { labelledFolder } from '../engine/evaluation/labelled-folder';
import { Cluster } from './cluster';

const ROOT = resolve(__dirname, '../..');
const PARTS = 4;

describe('an evaluation on a Slurm cluster', function () {
  this.timeout(900_000);
  const cluster = new Cluster();
  const outside = process.env.SLURM_CONF;
  before(() => {
    cluster.start();
    process.env.SLURM_CONF = cluster.env.SLURM_CONF;
  });
  after(() => {
    cluster.stop();
    if (outside === undefined) delete process.env.SLURM_CONF;
    else process.env.SLURM_CONF = outside;
  });

  const until = async (what: string, holds: () => boolean): Promise<void> => {
    const end = Date.now() + 600_000;
    while (!holds()) {
      assert.ok(Date.now() < end, `waited in vain until ${what}`);
      await new Promise((done) => setTimeout(done, 500));
    }
  };

  it('ends with the bytes of a single run though a node is lost and a part is sent back', async () => {
    const { set, models, out } = await labelledFolder(60);
    const folder = out('cluster');
    const evaluate = (...more: string[]) =>
      spawnSync(
        process.execPath,
        [
          'dist/cli.js',
          'evaluate',
          set,
          ...models.flatMap((model) => ['--model', model]),
          ...['--methods', 'gradient,rise:samples=400', '--metrics', 'insertion:step=4,max-sensitivity'],
          ...['--device', 'cpu', '--out', folder, '--json', ...more],
        ],
        { cwd: ROOT, encoding: 'utf8', env: cluster.env },
      );
    assert.equal(evaluate().status, 0);
    const whole = filesIn(folder);
    rmSync(folder, { recursive: true });

    const said = evaluate('--slurm', String(PARTS), '--slurm-option', '--cpus-per-task=2');
    assert.equal(said.status, 0, said.stderr);
    const { jobs } = JSON.parse(said.stdout) as { jobs: { parts: string; merge: string } };
    const begun = (n: number) => existsSync(join(folder, `shards/${n}-of-${PARTS}/.lens-journal.jsonl`));

    await until('two parts run', () => begun(1) && begun(2));
    const seen = await reportRun(folder);
    assert.deepEqual(seen?.parts.map(({ state }) => state).sort(), ['running', 'running', 'waiting', 'waiting']);
    assert.equal(seen?.array, jobs.parts);
    const log = () => readFileSync(join(folder, 'slurm/part-1.log'), 'utf8');
    await until('the first part has stopped', () => {
      cluster.signal(`${jobs.parts}_1`, 'USR1');
      return /stopped after an input/.test(log());
    });
    cluster.killNode('n2');
    await until('the node counts as lost', () => /down/.test(cluster.call('sinfo', '--Node', '--noheader')));
    cluster.startNode('n2');

    await until('the parts are merged', () => cluster.states(jobs.merge).every((state) => state === 'COMPLETED'));
    assert.deepEqual(filesIn(folder), whole);
    assert.deepEqual(
      readdirSync(join(folder, 'slurm')).filter((name) => name.endsWith('.sbatch')),
      ['merge.sbatch', 'parts.sbatch'],
    );
    const ended = await reportRun(folder);
    assert.deepEqual(
      ended?.parts.map(({ state }) => state),
      ['done', 'done', 'done', 'done'],
    );
    assert.deepEqual([ended?.done, ended?.merged, ended?.array], [60, true, null]);

    rmSync(join(folder, 'shards'), { recursive: true });
    const again = JSON.parse(evaluate('--slurm', String(PARTS)).stdout) as { jobs: { parts: string; merge: string } };
    await until('a part runs again', () => begun(1));
    const watched = await reportRun(folder);
    assert.equal(watched?.array, again.jobs.parts);
    const answers = partsAnswers(() => ({ device: 'cpu', threads: 1 }));
    await answers['parts.cancel']({ out: folder }, () => undefined, new AbortController().signal);
    const isCancelled = (job: string) => cluster.states(job).every((state) => /CANCELLED|COMPLETING/.test(state));
    await until('the array and the merge are cancelled', () => [again.jobs.parts, again.jobs.merge].every(isCancelled));
    await until('nothing runs', () => cluster.call('squeue', '--noheader') === '');
    const cancelled = await reportRun(folder);
    assert.ok(
      cancelled?.parts.every(({ state }) => state === 'failed'),
      JSON.stringify(cancelled),
    );
  });
});
