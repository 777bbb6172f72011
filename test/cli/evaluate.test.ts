import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { lens, model } from './lens';

describe('evaluate on the command line', function () {
  this.timeout(120_000);
  let out: string;
  beforeEach(() => (out = mkdtempSync(path.join(tmpdir(), 'lens-cli-'))));
  afterEach(() => rmSync(out, { recursive: true, force: true }));

  it('judges predictions only where the methods are none, whatever a suite holds', () => {
    const suite = path.join(out, 'a.lens-suite.json');
    writeFileSync(suite, JSON.stringify({ methods: ['gradient'], metrics: ['sparseness'], pairs: ['pearson'] }));
    const { status, stdout, stderr } = lens(
      'evaluate',
      'samples/faces/test',
      '--suite',
      suite,
      '--model',
      model,
      '--methods',
      'none',
      '--limit',
      '3',
      '--device',
      'cpu',
      '--out',
      out,
      '--json',
    );
    assert.equal(status, 0, stderr);
    const said = JSON.parse(stdout) as {
      images: number;
      methods: unknown[];
      columns: unknown[];
      comparisons: unknown[];
      models: { classification: unknown }[];
    };
    assert.deepEqual([said.images, said.methods, said.columns, said.comparisons], [3, [], [], []]);
    assert.ok(said.models[0].classification);
  });

  it('judges no explanation where the metrics are none, and prints that in its command', () => {
    const suite = path.join(out, 'a.lens-suite.json');
    writeFileSync(
      suite,
      JSON.stringify({ methods: ['gradient', 'grad-cam'], metrics: ['sparseness'], pairs: ['pearson'] }),
    );
    const { status, stdout, stderr } = lens(
      'evaluate',
      'samples/faces/test',
      '--suite',
      suite,
      '--model',
      model,
      '--metrics',
      'none',
      '--limit',
      '2',
      '--device',
      'cpu',
      '--out',
      out,
      '--json',
    );
    assert.equal(status, 0, stderr);
    const said = JSON.parse(stdout) as {
      methods: { name: string }[];
      columns: unknown[];
      comparisons: unknown[];
      command: string;
    };
    assert.deepEqual(
      [said.methods.map(({ name }) => name), said.columns, said.comparisons.length],
      [['gradient', 'grad-cam'], [], 1],
    );
    assert.match(said.command, / --methods gradient,grad-cam --metrics none --pairs pearson /);
  });

  it('reads a printed command back that names several layers', () => {
    const { layers } = JSON.parse(lens('info', model, '--json').stdout) as {
      layers: { tensor: string; kind: string }[];
    };
    const layer = layers
      .filter(({ tensor }) => /relu/i.test(tensor))
      .slice(0, 2)
      .map(({ tensor }) => tensor)
      .join();
    assert.match(layer, /,/);
    const suite = path.join(out, 'a.lens-suite.json');
    writeFileSync(suite, JSON.stringify({ methods: [{ method: 'grad-cam', layer }], metrics: ['sparseness'] }));
    const common = ['--limit', '2', '--device', 'cpu', '--json', '--out'];
    const first = lens(
      'evaluate',
      'samples/faces/test',
      '--suite',
      suite,
      '--model',
      model,
      ...common,
      path.join(out, 'first'),
    );
    assert.equal(first.status, 0, first.stderr);
    const said = JSON.parse(first.stdout) as { command: string; methods: object };
    const methods = / --methods '([^']+)' /.exec(said.command)?.[1] ?? said.command;
    const again = lens(
      'evaluate',
      'samples/faces/test',
      '--methods',
      methods,
      '--metrics',
      'sparseness',
      '--model',
      model,
      ...common,
      path.join(out, 'again'),
    );
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual((JSON.parse(again.stdout) as typeof said).methods, said.methods);
  });
});
