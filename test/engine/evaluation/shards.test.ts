import assert from 'node:assert/strict';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { entriesOf, methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { shardFromText } from '../../../src/engine/shard/notation';
import { shardFolder, shardOf } from '../../../src/engine/shard/shard';
import { LensError } from '../../../src/protocol/error';
import { filesIn, killAt, startEvaluation } from './killing';
import { labelledFolder, write } from './labelled-folder';

const OPTIONS = { device: 'cpu', threads: 1 } as const;
const METHODS = 'gradient,smoothgrad:samples=3,attention-rollout';
const METRICS = 'average-drop,iou';

describe('evaluation in shards', function () {
  this.timeout(240_000);

  const requestOf = ({ set, models }: { set: string; models: readonly string[] }, out: string) => ({
    folder: set,
    models,
    methods: entriesOf(METHODS).map((text) => methodFromText(text)),
    metrics: entriesOf(METRICS).flatMap((text) => metricsFromText(text)),
    out,
  });

  it('gives the bytes of one undisturbed run, whatever was killed, repeated or unreadable', async () => {
    const { set, models, out } = await labelledFolder(20);
    write(join(set, 'red/broken.png'), 'no picture');
    const request = requestOf({ set, models }, out('whole'));
    await runEvaluation(request, OPTIONS);
    const whole = filesIn(out('whole'));
    rmSync(out('whole'), { recursive: true });

    for (let number = 1; number <= 4; number++) {
      const shard = { number, count: 4 };
      const options = ['--methods', METHODS, '--metrics', METRICS, '--shard', `${number}/4`];
      const evaluated = { set, models, options, out: out('whole') };
      const journal = join(shardFolder(out('whole'), shard), '.lens-journal.jsonl');
      if (number <= 2) assert.ok(await killAt(6000 * number, evaluated, journal), 'it ended before it was killed');
      for (let run = 0; run < (number === 3 ? 2 : 1); run++)
        assert.equal(await startEvaluation(evaluated).ended, 0, `shard ${number}`);
      assert.ok(statSync(journal).size > 0);
    }
    await runEvaluation(request, { ...OPTIONS, merge: true });
    assert.deepEqual(filesIn(out('whole')), whole);
  });

  it('names the parts that have not finished, and writes nothing', async () => {
    const { set, models, out } = await labelledFolder(8);
    const request = requestOf({ set, models }, out('lacking'));
    await runEvaluation(request, { ...OPTIONS, shard: { number: 1, count: 2 } });
    await assert.rejects(runEvaluation(request, { ...OPTIONS, merge: true }), (error: LensError) => {
      assert.match(error.message, /inputs? ha(s|ve) no or not all results: shard 2 of 2/);
      return error.code === 'not-found';
    });
    mkdirSync(shardFolder(out('lacking'), { number: 2, count: 2 }), { recursive: true });
    await assert.rejects(runEvaluation(request, { ...OPTIONS, merge: true }), /shard 2 of 2/, 'it was killed at once');
    assert.ok(!Object.keys(filesIn(out('lacking'))).includes('summary.json'));
    await assert.rejects(runEvaluation({ ...request, out: out('none') }, { ...OPTIONS, merge: true }), /no parts/);
  });

  it('ends well where a part has no inputs', async () => {
    const { set, models, out } = await labelledFolder(2);
    const request = requestOf({ set, models }, out('thin'));
    const inputs = [];
    for (let number = 1; number <= 16; number++)
      inputs.push((await runEvaluation(request, { ...OPTIONS, shard: { number, count: 16 } })).images);
    assert.ok(inputs.includes(0));
    const merged = await runEvaluation(request, { ...OPTIONS, merge: true });
    assert.equal(
      inputs.reduce((a, b) => a + b),
      merged.images,
    );
  });
});

describe('shards', () => {
  const HASH = 'ab0000000001'.padEnd(64, '0');

  it('are chosen by the content alone', () => {
    assert.equal(shardOf(HASH, 4), (0xab0000000001 % 4) + 1);
    const counts = new Map<number, number>();
    for (let n = 0; n < 4096; n++) {
      const shard = shardOf((n * 2654435761).toString(16).padStart(12, '0').slice(-12), 4);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    assert.deepEqual([...counts.keys()].sort(), [1, 2, 3, 4]);
  });

  const TOLD: readonly [string, Record<string, string>, string][] = [
    ['2/8', {}, '2/8'],
    ['auto', { SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '1' }, '2/4'],
    ['auto', { SLURM_ARRAY_TASK_ID: '0', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '0' }, '1/4'],
    [
      'auto',
      {
        SLURM_ARRAY_TASK_ID: '14',
        SLURM_ARRAY_TASK_COUNT: '3',
        SLURM_ARRAY_TASK_MIN: '10',
        SLURM_ARRAY_TASK_STEP: '2',
      },
      '3/3',
    ],
    ['auto/5', { JOB_COMPLETION_INDEX: '4' }, '5/5'],
    ['auto', { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '6' }, '1/6'],
    ['auto', { CLOUD_RUN_TASK_INDEX: '3', CLOUD_RUN_TASK_COUNT: '4' }, '4/4'],
    ['auto', { BATCH_TASK_INDEX: '1', BATCH_TASK_COUNT: '2' }, '2/2'],
    ['auto/3', { PBS_ARRAY_INDEX: '3' }, '3/3'],
    ['auto/3', { PBS_ARRAY_INDEX: '0' }, '3/3'],
    ['auto', { SGE_TASK_ID: '7', SGE_TASK_FIRST: '1', SGE_TASK_LAST: '9', SGE_TASK_STEPSIZE: '2' }, '4/5'],
    ['auto', { LSB_JOBINDEX: '2', LSB_JOBINDEX_END: '4' }, '2/4'],
  ];
  for (const [text, variables, expected] of TOLD)
    it(`reads ${text} with ${Object.keys(variables)[0] ?? 'no variables'}`, () => {
      const { number, count } = shardFromText(text, variables);
      assert.equal(`${number}/${count}`, expected);
    });

  const REFUSED: readonly [string, Record<string, string>, RegExp][] = [
    ['0/4', {}, /no part of a run/],
    ['5/4', {}, /no part of a run/],
    ['1', {}, /no part of a run/],
    ['two/4', {}, /no part of a run/],
    ['auto', {}, /no scheduler says/],
    ['auto', { SGE_TASK_ID: 'undefined' }, /no scheduler says/],
    ['auto/8', { LSB_JOBINDEX: '0' }, /no scheduler says/],
    ['auto', { JOB_COMPLETION_INDEX: '0' }, /does not say of how many/],
  ];
  for (const [text, variables, message] of REFUSED)
    it(`refuses ${text} with ${Object.keys(variables)[0] ?? 'no variables'}`, () => {
      assert.throws(() => shardFromText(text, variables), message);
    });
});
