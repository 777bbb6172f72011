import assert from 'node:assert/strict';
import path from 'node:path';
import type { EngineLog } from '../../src/extension/engine/options';
import { EngineProcess } from '../../src/extension/engine/process';
import type { LensError } from '../../src/protocol/error';
import { fakeEngine as script, root } from './support/services';

describe('EngineProcess', () => {
  const lines: string[] = [];
  const write = (text: string): void => void lines.push(text);
  const log: EngineLog = { error: write, warn: write, info: write, debug: write };
  let engine: EngineProcess;

  beforeEach(() => {
    lines.length = 0;
    engine = new EngineProcess({
      script,
      settings: () => ({ device: 'cpu', threads: 1, folders: [] }),
      log,
      graceMilliseconds: 200,
    });
  });
  afterEach(() => engine.dispose());

  const describeModel = async (model: string) =>
    (await engine.call('model.describe', { model })) as unknown as { pid: number };
  const codeOf = async (promise: Promise<unknown>) =>
    promise.then(
      () => 'answered',
      (error: LensError) => error.code,
    );

  it('starts with the first call, in a process of its own', async () => {
    assert.equal(engine.pid, undefined);
    const { pid } = await describeModel('a.onnx');
    assert.equal(pid, engine.pid);
    assert.notEqual(pid, process.pid);
  });

  it('gives the error of the engine back whole', async () => {
    await assert.rejects(describeModel('corrupt.onnx'), {
      name: 'LensError',
      code: 'corrupt-model',
      what: 'the file ends early',
      where: 'corrupt.onnx',
    });
    assert.ok((await describeModel('a.onnx')).pid);
  });

  it('rejects pending calls when the process dies, and starts another', async () => {
    const { pid } = await describeModel('a.onnx');
    const running = codeOf(engine.call('input.explain', request('slow.onnx')));
    process.kill(pid, 'SIGKILL');
    assert.equal(await running, 'engine-stopped');
    const next = await describeModel('a.onnx');
    assert.notEqual(next.pid, pid);
    assert.match(lines.join('\n'), /stopped: it was ended by SIGKILL/);
  });

  it('does not restart for ever a process that never becomes ready', async () => {
    const broken = new EngineProcess({
      script: path.join(root, 'no-such-engine.js'),
      settings: () => ({ device: 'cpu', threads: 1, folders: [] }),
      log,
    });
    await assert.rejects(broken.call('method.list', null), { code: 'engine-stopped' });
    assert.equal(broken.pid, undefined);
    broken.dispose();
  });

  it('stops a call cooperatively and keeps the process', async () => {
    const { pid } = await describeModel('a.onnx');
    const stop = new AbortController();
    const events: string[] = [];
    const onEvent = (event: { kind: string }): void => {
      events.push(event.kind);
      if (events.length === 3) stop.abort();
    };
    assert.equal(
      await codeOf(engine.call('input.explain', request('a.onnx'), { signal: stop.signal, onEvent })),
      'cancelled',
    );
    assert.deepEqual(events, ['started', 'progress', 'progress']);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal((await describeModel('a.onnx')).pid, pid);
  });

  it('kills a process that does not stop, and sends the other calls again', async () => {
    const { pid } = await describeModel('a.onnx');
    const stop = new AbortController();
    const stuck = codeOf(
      engine.call('input.explain', request('hang.onnx'), {
        signal: stop.signal,
        onEvent: () => setTimeout(() => stop.abort(), 100),
      }),
    );
    const waiting = new Promise((resolve) => setTimeout(resolve, 150)).then(() => describeModel('a.onnx'));
    assert.equal(await stuck, 'cancelled');
    const next = await waiting;
    assert.notEqual(next.pid, pid);
    assert.equal(next.pid, engine.pid);
  });

  it('kills a process that hears nothing, though the call it hangs on is not the first', async () => {
    const { pid } = await describeModel('a.onnx');
    const first = engine.call('input.explain', request('a.onnx'));
    const stop = new AbortController();
    const stuck = codeOf(engine.call('model.describe', { model: 'endless.onnx' }, { signal: stop.signal }));
    setTimeout(() => stop.abort(), 100);
    assert.equal(await stuck, 'cancelled');
    await first;
    assert.notEqual(engine.pid, pid);
  });

  it('ends a call that takes longer than its limit, and serves the next', async () => {
    const limited = new EngineProcess({
      script,
      settings: () => ({ device: 'cpu', threads: 1, folders: [] }),
      log,
      graceMilliseconds: 200,
      limits: { 'model.describe': 6000 },
    });
    const describe = (model: string) => limited.call('model.describe', { model });
    await describe('a.onnx');
    await assert.rejects(describe('endless.onnx'), { code: 'time-limit' });
    await describe('a.onnx');
    limited.dispose();
  });

  it('leaves the process alone when a call that only waits is cancelled', async () => {
    const { pid } = await describeModel('a.onnx');
    const first = engine.call('input.explain', request('a.onnx'));
    const stop = new AbortController();
    const second = codeOf(engine.call('method.list', null, { signal: stop.signal }));
    stop.abort();
    assert.equal(await second, 'cancelled');
    await first;
    assert.equal(engine.pid, pid);
  });
});

function request(model: string) {
  return { model, input: 'x.npy', methods: [{ method: 'gradient', params: {} }] };
}
