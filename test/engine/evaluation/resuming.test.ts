import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { Execution } from '../../../src/engine/session/execution';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { LensError } from '../../../src/protocol/error';
import type { EvaluationEvent } from '../../../src/protocol/evaluation-progress';
import { asked, filesOf, labelledFolder } from './labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('an evaluation that goes on', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  before(async () => (place = await labelledFolder(12)));

  it('gives the same files from a journal as without one, and then computes nothing', async () => {
    const out = place.out('once');
    const events: EvaluationEvent[] = [];
    const request = asked({ folder: place.set, models: place.models, out, limit: 5 });
    await runEvaluation(request, RUNTIME);
    const { size } = statSync(join(out, '.lens-journal.jsonl'));
    const before = filesOf(out);
    for (const file of Object.keys(before)) rmSync(join(out, file));
    await runEvaluation(request, RUNTIME, (event) => events.push(event));
    assert.deepEqual(filesOf(out), before);
    assert.equal(statSync(join(out, '.lens-journal.jsonl')).size, size);
    assert.ok(events.some((e) => e.kind === 'progress' && e.done === 5 && e.total === 5 && e.rate === 0));
    rmSync(out, { recursive: true });
    await runEvaluation(request, RUNTIME);
    assert.deepEqual(filesOf(out), before);
  });

  it('goes on after a cut at any line of the journal with the same files', async () => {
    const out = place.out('cut');
    // Both want activations that the clean forward pass does not keep: what the first leaves must not make the second
    // cheaper.
    const methods = ['eigen-cam:layer=conv', 'grad-cam:layer=conv', 'smoothgrad:samples=2'].map((text) =>
      methodFromText(text),
    );
    const request = asked({ folder: place.set, models: place.models.slice(0, 1), out, limit: 3, methods });
    await runEvaluation(request, RUNTIME);
    const journal = join(out, '.lens-journal.jsonl');
    const [whole, files] = [readFileSync(journal), filesOf(out)];
    const lines = whole.toString().split('\n').length - 1;
    for (let cut = 1; cut < lines; cut += 5) {
      const at = whole.toString().split('\n').slice(0, cut).join('\n').length;
      writeFileSync(journal, whole.subarray(0, at + (cut % 3)));
      await runEvaluation(request, RUNTIME);
      assert.deepEqual(filesOf(out), files, `after ${cut} lines`);
    }
  });

  it('keeps what is done when it is cancelled', async () => {
    const out = place.out('cancelled');
    const request = asked({ folder: place.set, models: place.models, out });
    const abort = new AbortController();
    const stopped = runEvaluation(request, { ...RUNTIME, signal: abort.signal }, (event) => {
      if (event.kind === 'progress' && event.done === 4) abort.abort();
    });
    await assert.rejects(stopped, (error) => error instanceof LensError && error.code === 'cancelled');
    assert.deepEqual(readdirSync(out).sort(), ['.lens-journal.jsonl', 'timings.csv']);
    const { size } = statSync(join(out, '.lens-journal.jsonl'));
    await runEvaluation(request, RUNTIME);
    assert.ok(statSync(join(out, '.lens-journal.jsonl')).size > size);
    await runEvaluation({ ...request, out: place.out('undisturbed') }, RUNTIME);
    assert.equal(filesOf(out)['images.csv'], filesOf(place.out('undisturbed'))['images.csv']);
  });

  it('keeps nothing of a map that was stopped half way', async () => {
    const request = (out: string) =>
      asked({
        folder: place.set,
        models: place.models.slice(0, 1),
        out,
        limit: 2,
        methods: [methodFromText('rise:samples=600')],
        metrics: metricsFromText('sparseness'),
      });
    await runEvaluation(request(place.out('rise')), RUNTIME);
    const abort = new AbortController();
    const execute = Execution.prototype.run;
    let runs = 0;
    Execution.prototype.run = function (...given) {
      if (++runs === 3) abort.abort();
      return execute.apply(this, given);
    };
    try {
      await assert.rejects(
        runEvaluation(request(place.out('stopped')), { ...RUNTIME, signal: abort.signal }),
        (error) => error instanceof LensError && error.code === 'cancelled',
      );
    } finally {
      Execution.prototype.run = execute;
    }
    await runEvaluation(request(place.out('stopped')), RUNTIME);
    assert.equal(filesOf(place.out('stopped'))['images.csv'], filesOf(place.out('rise'))['images.csv']);
  });

  it('takes a file among the parameters for what it holds', async () => {
    const map = (columns: number) =>
      encodeNpy({
        type: 'int32',
        dims: [16, 16],
        data: Int32Array.from({ length: 256 }, (_, i) => Math.floor(((i % 16) * columns) / 16)),
      });
    const segmentMap = join(place.top, 'segments.npy');
    const run = async (out: string): Promise<string> => {
      const methods = [{ method: 'feature-ablation', params: { segmentMap } }];
      await runEvaluation(
        asked({
          folder: place.set,
          models: place.models.slice(0, 1),
          out,
          limit: 2,
          methods,
          metrics: metricsFromText('sparseness'),
        }),
        RUNTIME,
      );
      return filesOf(out)['images.csv'];
    };
    writeFileSync(segmentMap, map(2));
    const two = await run(place.out('segments'));
    writeFileSync(segmentMap, map(8));
    const eight = await run(place.out('segments'));
    assert.notEqual(eight, two);
    assert.equal(eight, await run(place.out('segments afresh')));
  });

  it('leaves no table and no part of a file of earlier runs', async () => {
    const out = place.out('left');
    const request = asked({ folder: place.set, models: place.models, out, limit: 2, metrics: [] });
    await runEvaluation({ ...request, pairs: ['pearson'] }, RUNTIME);
    assert.ok('pairs.csv' in filesOf(out));
    await runEvaluation(request, RUNTIME);
    writeFileSync(join(out, '.previous', 'summary.json.77.part'), 'half');
    await runEvaluation(request, RUNTIME);
    assert.ok(!('pairs.csv' in filesOf(out)));
    assert.ok(!readdirSync(join(out, '.previous')).some((name) => name.endsWith('.part')));
  });
});
