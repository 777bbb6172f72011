import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { keepJobs } from '../../../src/engine/shard/cluster/jobs';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { partsAnswers } from '../../../src/engine/job/parts-calls';
import { reportRun } from '../../../src/engine/shard/report';
import { shardFolder, soFarFolder } from '../../../src/engine/shard/shard';
import type { EvaluationEvent } from '../../../src/protocol/evaluation-progress';
import type { RunReport } from '../../../src/protocol/parts';
import { filesIn, startEvaluation } from './killing';
import { asked, labelledFolder, write } from './labelled-folder';

const OPTIONS = { device: 'cpu', threads: 1 } as const;

describe('a run in parts, watched', function () {
  this.timeout(120_000);
  const path = process.env.PATH;
  afterEach(() => (process.env.PATH = path));

  /** Puts commands of Slurm into the path: `squeue` says this text, and what `scancel` was given is kept. */
  const slurmSays = (folder: string, text: string): string => {
    const told = join(folder, 'cancelled');
    const commands = { squeue: `cat <<'END'\n${text}\nEND`, scancel: `echo "$@" > '${told}'` };
    for (const [name, body] of Object.entries(commands)) {
      write(join(folder, name), `#!/bin/sh\n${body}\n`);
      chmodSync(join(folder, name), 0o755);
    }
    process.env.PATH = `${folder}${delimiter}${path}`;
    return told;
  };
  const states = (report: RunReport | null) => report?.parts.map(({ state }) => state);
  const answers = partsAnswers(() => OPTIONS);
  const tableOf = async (out: string): Promise<Extract<EvaluationEvent, { kind: 'table' }>> => {
    const events: EvaluationEvent[] = [];
    await answers['parts.table']({ out }, (event) => events.push(event), new AbortController().signal);
    return events.filter((event) => event.kind === 'table').at(-1)!;
  };

  it('tells what each part has done, and what all have found, until it is merged', async () => {
    const { set, models, out } = await labelledFolder(12);
    const request = asked({ folder: set, models, out: out('parts') });
    assert.equal(await reportRun(request.out), null);
    await runEvaluation(request, { ...OPTIONS, shard: { number: 2, count: 2 } });
    const half = await reportRun(request.out);
    assert.deepEqual(states(half), ['waiting', 'done']);
    assert.deepEqual([half?.total, half?.folder, half?.array, half?.merged], [null, set, null, false]);
    const table = await tableOf(request.out);
    assert.equal(table.done, half?.done);
    assert.ok(table.done > 0 && table.done < 12);

    const part = JSON.parse(
      readFileSync(join(shardFolder(request.out, { number: 2, count: 2 }), 'summary.json'), 'utf8'),
    );
    const first = part.cells.find(({ mean }: { mean: number | null }) => mean !== null);
    const same = table.cells.find(
      ({ model, method, column }) => model === first.model && method === first.method && column === first.column,
    );
    assert.equal(same?.mean, first.mean);

    await runEvaluation(request, { ...OPTIONS, shard: { number: 1, count: 2 } });
    assert.equal((await tableOf(request.out)).done, 12);
    const before = await reportRun(request.out);
    assert.deepEqual([states(before), before?.done, before?.total, before?.merged], [['done', 'done'], 12, 12, false]);
    await runEvaluation(request, { ...OPTIONS, merge: true });
    assert.equal((await reportRun(request.out))?.merged, true);
    assert.deepEqual(filesIn(soFarFolder(request.out))['methods.csv'], filesIn(request.out)['methods.csv']);
  });

  it('reads the journals of parts that are being written, and disturbs none', async () => {
    const { set, models, out } = await labelledFolder(40);
    const evaluated = { set, models, out: out('busy'), options: ['--methods', 'rise:samples=400', '--shard', '1/1'] };
    const { child, ended } = startEvaluation(evaluated);
    try {
      const until = Date.now() + 60_000;
      let report: RunReport | null = null;
      while ((report?.done ?? 0) < 2 && Date.now() < until) {
        await new Promise((done) => setTimeout(done, 100));
        report = await reportRun(evaluated.out);
      }
      assert.deepEqual(states(report), ['running']);
      assert.ok(report!.rate > 0 && report!.total === 40);
      assert.ok((await tableOf(evaluated.out)).done >= 2);
    } finally {
      child.kill('SIGKILL');
    }
    await ended;
    assert.deepEqual(states(await reportRun(evaluated.out, Date.now() + 120_000)), ['failed'], 'it says nothing more');
    assert.equal(await startEvaluation(evaluated).ended, 0);
    assert.deepEqual(states(await reportRun(evaluated.out)), ['done']);
  });

  it('believes the queue of a cluster, and cancels its array', async () => {
    const { top, set, models, out } = await labelledFolder(4);
    const request = asked({ folder: set, models, out: out('queued') });
    keepJobs(request.out, { parts: '41', merge: '42', count: 4 });
    const told = slurmSays(join(top, 'bin'), '1 RUNNING\n2 PENDING\n3 REQUEUED');
    const queued = await reportRun(request.out);
    assert.deepEqual(states(queued), ['running', 'waiting', 'waiting', 'failed']);
    assert.match(queued!.parts[3].error!, /left the queue/);
    assert.deepEqual([queued?.array, queued?.folder, queued?.total], ['41', null, null]);
    await answers['parts.cancel']({ out: request.out }, () => undefined, new AbortController().signal);
    assert.equal(readFileSync(told, 'utf8'), '41 42\n');

    await runEvaluation(request, { ...OPTIONS, shard: { number: 4, count: 4 } });
    slurmSays(join(top, 'bin'), '');
    const ended = await reportRun(request.out);
    assert.deepEqual(states(ended), ['failed', 'failed', 'failed', 'done']);
    assert.equal(ended?.array, null, 'nothing is left to be cancelled');
  });

  it('takes nothing that was said before the array was submitted for its own', async () => {
    const { set, models, out } = await labelledFolder(4);
    const request = asked({ folder: set, models, out: out('again') });
    await runEvaluation(request, { ...OPTIONS, shard: { number: 1, count: 1 } });
    const statement = join(shardFolder(request.out, { number: 1, count: 1 }), 'part.json');
    utimesSync(statement, new Date(0), new Date(0));
    keepJobs(request.out, { parts: '7', merge: '8', count: 1 });
    assert.deepEqual(states(await reportRun(request.out)), ['waiting']);
  });

  it('says why a part failed', async () => {
    const { top, set, models, out } = await labelledFolder(2);
    for (const kind of ['blue', 'green']) rmSync(join(set, kind), { recursive: true });
    mkdirSync(join(set, 'red'), { recursive: true });
    writeFileSync(join(set, 'red/broken.png'), 'no picture');
    const request = asked({ folder: set, models, out: out('failing') });
    const journal = join(shardFolder(request.out, { number: 1, count: 1 }), 'timings.csv');
    mkdirSync(journal, { recursive: true });
    await assert.rejects(runEvaluation(request, { ...OPTIONS, shard: { number: 1, count: 1 } }));
    const report = await reportRun(request.out);
    assert.deepEqual(states(report), ['failed']);
    assert.match(report!.parts[0].error!, /timings\.csv/);
    assert.ok(top);
  });

  it('says nothing of damaged statements', async () => {
    const { out } = await labelledFolder(1);
    for (const text of ['', '{', '[]', '{"state":"done"}', '{"state":7}']) {
      write(join(shardFolder(out('odd'), { number: 1, count: 2 }), 'part.json'), text);
      assert.deepEqual(states(await reportRun(out('odd'))), ['waiting', 'waiting'], text);
    }
  });
});
