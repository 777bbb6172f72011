import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Job, type IJob } from 'kubernetes-models/batch/v1';
import { parse } from 'yaml';
import { kubernetesJobs } from '../../../src/engine/shard/cluster/kubernetes';
import { unknownFields } from '../../support/kubernetes';
import { partsFromText, slurmScripts } from '../../../src/engine/shard/cluster/slurm';

const WORDS = ['saliency-lens', 'evaluate', "it's here", '--out', 'results'];

describe('scripts for clusters', () => {
  it('take numbers of parts as Slurm writes them', () => {
    assert.deepEqual(partsFromText('8'), { count: 8, atOnce: undefined });
    assert.deepEqual(partsFromText('8%4'), { count: 8, atOnce: 4 });
    for (const text of ['0', '8%', '8%0', 'many', '-1', '1000000'])
      assert.throws(() => partsFromText(text), /no number/);
  });

  it('are bash with options of sbatch above it', () => {
    const { parts, merge } = slurmScripts(WORDS, '/data/results', { count: 8, atOnce: 4 }, ['--partition=gpu']);
    for (const option of [
      '--array=1-8%4',
      '--requeue',
      '--open-mode=append',
      '--signal=B:USR1@120',
      '--partition=gpu',
      '--output=/data/results/slurm/part-%a.log',
    ])
      assert.ok(parts.split('\n').includes(`#SBATCH ${option}`), option);
    for (const script of [parts, merge]) assert.equal(spawnSync('bash', ['-n'], { input: script }).status, 0);
    assert.match(merge, /^exec saliency-lens evaluate 'it'\\''s here' --out results --merge$/m);
  });

  const ended = (status: number) =>
    spawnSync('bash', { input: scriptEnding(status), encoding: 'utf8', env: { ...process.env, SLURM_JOB_ID: '7' } });
  const scriptEnding = (status: number): string => {
    const { parts } = slurmScripts(['bash', '-c', `exit ${status} #`], '.', { count: 1 }, []);
    return `scontrol() { echo "scontrol $*"; }\n${parts}`;
  };

  it('send a part back into the queue where it was stopped between two inputs, and only then', () => {
    const [well, stopped, failed] = [0, 75, 1].map(ended);
    assert.deepEqual([well.status, well.stdout], [0, '']);
    assert.deepEqual([stopped.status, stopped.stdout], [75, 'scontrol requeue 7\n']);
    assert.deepEqual([failed.status, failed.stdout], [1, '']);
  });

  it('make an Indexed Job that gives up at wrong arguments', () => {
    const jobs = kubernetesJobs({ count: 8, atOnce: 3, words: WORDS.slice(1), folder: '/data' });
    const { apiVersion, kind, spec } = parse(jobs.parts) as {
      apiVersion: string;
      kind: string;
      spec: {
        completionMode: string;
        completions: number;
        parallelism: number;
        backoffLimitPerIndex: number;
        podFailurePolicy: { rules: object[] };
        template: { spec: { restartPolicy: string; containers: { name: string; args: string[] }[] } };
      };
    };
    assert.deepEqual([apiVersion, kind], ['batch/v1', 'Job']);
    assert.deepEqual([spec.completionMode, spec.completions, spec.parallelism], ['Indexed', 8, 3]);
    assert.ok(spec.backoffLimitPerIndex > 0);
    const exits = (values: number[]) => ({
      containerName: spec.template.spec.containers[0].name,
      operator: 'In',
      values,
    });
    assert.deepEqual(spec.podFailurePolicy.rules, [
      { action: 'FailJob', onExitCodes: exits([2]) },
      { action: 'Ignore', onExitCodes: exits([75, 130]) },
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ]);
    assert.equal(spec.template.spec.restartPolicy, 'Never');
    assert.deepEqual(spec.template.spec.containers[0].args, [...WORDS.slice(1), '--shard', 'auto/8']);
    assert.match(jobs.merge, /--merge/);
  });

  it('are jobs by the schema that Kubernetes publishes', () => {
    const jobs = kubernetesJobs({ count: 8, atOnce: 3, words: WORDS.slice(1), folder: '/data' });
    for (const text of [jobs.parts, jobs.merge]) {
      const job = parse(text) as IJob;
      new Job(job).validate();
      const refused = { ...job, spec: { ...job.spec, completions: 'many', podFailurePolicy: { rules: [{}] } } };
      assert.throws(() => new Job(refused as unknown as IJob).validate(), /completions must be integer/);
    }
  });

  it('have no field that the schema does not know', function () {
    this.timeout(60_000);
    const jobs = kubernetesJobs({ count: 8, atOnce: 3, words: WORDS.slice(1), folder: '/data' });
    const [parts, merge] = [jobs.parts, jobs.merge].map((text) => parse(text) as IJob);
    const pod = parts.spec!.template.spec!;
    const odd = (spec: object) => ({ ...parts, spec: { ...parts.spec, ...spec } });
    const rule = { action: 'Ignore', onExitStatus: [1] };
    assert.deepEqual(unknownFields([parts, merge]), []);
    assert.deepEqual(
      unknownFields([
        { ...parts, specs: 1 },
        odd({ backoffLimitPerPart: 6 }),
        odd({ podFailurePolicy: { rules: [rule] } }),
        odd({ template: { spec: { ...pod, containers: [{ ...pod.containers[0], arguments: [] }] } } }),
      ]),
      ['specs', 'backoffLimitPerPart', 'onExitStatus', 'arguments'],
    );
  });
});
