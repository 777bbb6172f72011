import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { lens, model, root } from './lens';

interface Action {
  readonly runs: { readonly steps: readonly { readonly name: string; readonly run?: string }[] };
}

describe('conditions on the command line', function () {
  this.timeout(120_000);
  let out: string;
  before(() => (out = mkdtempSync(path.join(tmpdir(), 'lens-conditions-'))));
  after(() => rmSync(out, { recursive: true, force: true }));

  const evaluate = (...more: string[]) =>
    lens(
      'evaluate',
      'samples/faces/test',
      '--model',
      model,
      '--methods',
      'grad-cam',
      '--metrics',
      'iou',
      '--limit',
      '6',
      '--device',
      'cpu',
      '--out',
      path.join(out, 'results'),
      ...more,
    );

  it('that hold end it with status 3 and a sentence each, and stand in the files', () => {
    const [junit, markdown] = ['junit.xml', 'summary.md'].map((name) => path.join(out, name));
    const { status, stderr } = evaluate(
      '--fail-if',
      'accuracy<0.1',
      '--fail-if',
      'faces-cnn.grad-cam.iou<0.999',
      '--junit',
      junit,
      '--markdown',
      markdown,
    );
    assert.equal(status, 3, stderr);
    const said = stderr.split('\n').filter((line) => /fails where/.test(line));
    assert.equal(said.length, 1, stderr);
    assert.match(
      said[0],
      /^saliency-lens: faces-cnn\.grad-cam\.iou is 0\.\d+, and the run fails where it is < 0\.999$/,
    );
    assert.match(readFileSync(junit, 'utf8'), /failures="1"/);
    assert.match(readFileSync(markdown, 'utf8'), /^# Saliency Lens: 1 of \d conditions failed/);
  });

  it('against a baseline end it well where nothing changed', () => {
    const { status, stderr } = evaluate('--baseline', path.join(out, 'results'), '--fail-if', 'accuracy drops 0.01');
    assert.equal(status, 0, stderr);
  });

  it('that name no figure are wrong arguments', () => {
    const { status, stderr } = evaluate('--fail-if', 'accurracy<0.5');
    assert.equal(status, 2, stderr);
    assert.match(stderr, /has no figure accurracy\. There are images, skipped, accuracy/);
    assert.equal(evaluate('--fail-if', 'accuracy').status, 2);
    assert.equal(evaluate('--shard', '1/2', '--fail-if', 'accuracy<1').status, 2);
  });

  it('on a change are wrong without a baseline before anything is run', () => {
    const { status, stderr } = evaluate('--fail-if', 'accuracy drops 0.01');
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^saliency-lens: --fail-if "accuracy drops 0\.01" asks for a change, but there is no baseline/,
    );
  });

  it('are about the whole, which runs in parts are not, and a run is divided once', () => {
    for (const [words, what] of [
      [['--slurm', '2', '--fail-if', 'accuracy<1'], /--slurm runs parts, but --fail-if is about the whole/],
      [['--kubernetes', '2', '--junit', 'junit.xml'], /--kubernetes runs parts, but --junit is about the whole/],
      [['--shard', '1/2', '--merge'], /--shard runs a part, but --merge is about the whole/],
      [['--shard', '1/2', '--slurm', '2'], /--shard and --slurm both say how the run is divided/],
    ] as const) {
      const { status, stderr } = evaluate(...words);
      assert.equal(status, 2, stderr);
      assert.match(stderr, what);
    }
  });

  it('of pods are told what these do not see', () => {
    const { status, stdout } = evaluate('--kubernetes', '2');
    assert.equal(status, 0);
    assert.match(stdout, /^pods see the current folder alone, which \S+results is not in: mount more/m);
  });

  it('are what the action asks for in its steps', () => {
    const { steps } = (parse(readFileSync(path.join(root, 'action.yml'), 'utf8')) as Action).runs;
    const run = (name: string) =>
      spawnSync('bash', ['-eo', 'pipefail', '-c', steps.find((step) => step.name === name)!.run!], {
        cwd: root,
        encoding: 'utf8',
        env: {
          ...process.env,
          GITHUB_ACTION_PATH: root,
          GITHUB_STEP_SUMMARY: path.join(out, 'step.md'),
          FOLDER: 'samples/faces/test',
          MODELS: `${model}\n`,
          SUITE: '',
          CONDITIONS: 'accuracy<0.1\nskipped>1000\n',
          BASELINE: '',
          ARGUMENTS: '--methods\nnone\n--limit\n6\n--device\ncpu',
          OUT: path.join(out, 'action'),
        },
      });
    for (const name of ['Build the command line', 'Evaluate']) {
      const { status, stderr } = run(name);
      assert.equal(status, 0, stderr);
    }
    assert.match(readFileSync(path.join(out, 'step.md'), 'utf8'), /^# Saliency Lens: passed/);
    assert.match(readFileSync(path.join(out, 'action/junit.xml'), 'utf8'), /tests="2" failures="0"/);
  });
});
