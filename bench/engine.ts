import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { report } from './figure';
import type { EngineCallName, EngineCalls, EngineMessage } from '../src/protocol/engine';

const RUNS = 5;
const MODEL = resolve('samples/models/faces-cnn.onnx');
const IMAGES = [0, 1, 2, 3, 4, 5].map((k) => resolve(`samples/faces/test/sunglasses/sunglasses-0${k}.png`));

/** The engine process, spoken to as the extension does. */
class Engine {
  private readonly child: ChildProcess = fork('dist/engine.js', [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  private id = 0;

  get ready(): Promise<void> {
    return new Promise((done) => this.child.once('message', () => done()));
  }

  /** Resident memory, in bytes. */
  get resident(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  }

  call<N extends EngineCallName>(
    name: N,
    args: EngineCalls[N]['arguments'],
    onEvent: (event: EngineCalls[N]['event']) => void = () => undefined,
  ): Promise<EngineCalls[N]['answer']> {
    const id = ++this.id;
    return new Promise((answer, fail) => {
      const listen = (message: EngineMessage): void => {
        if (!('id' in message) || message.id !== id) return;
        if (message.kind === 'event') return onEvent(message.event as EngineCalls[N]['event']);
        this.child.off('message', listen);
        if (message.kind === 'answer') answer(message.answer as EngineCalls[N]['answer']);
        else fail(new Error(JSON.stringify(message)));
      };
      this.child.on('message', listen);
      this.child.send({ kind: 'call', id, name, arguments: args });
    });
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
const round = (value: number): number => Math.round(value * 10) / 10;

/**
 * Milliseconds from fork to ready, and in a warm engine from the click (predict, then explain) to the first finished
 * map.
 */
export async function main(): Promise<void> {
  const starts: number[] = [];
  for (let k = 0; k < RUNS; k++) {
    const begun = performance.now();
    const engine = new Engine();
    await engine.ready;
    starts.push(performance.now() - begun);
    engine.kill();
  }
  const engine = new Engine();
  await engine.ready;
  const clicks: number[] = [];
  for (const input of IMAGES) {
    const begun = performance.now();
    await engine.call('input.predict', { model: MODEL, input });
    let first = 0;
    await engine.call(
      'input.explain',
      { model: MODEL, input, methods: [{ method: 'grad-cam', params: {} }] },
      (event) => {
        if (event.kind === 'finished' && first === 0) first = performance.now() - begun;
      },
    );
    clicks.push(first);
  }
  report({ figure: 'engine start', of: {}, value: round(median(starts)), unit: 'ms', notes: { runs: RUNS } });
  const figure = 'engine: call to first heatmap';
  report({ figure, of: { model: 'cold' }, value: round(clicks[0]), unit: 'ms' });
  const warm = clicks.slice(1);
  report({ figure, of: { model: 'warm' }, value: round(median(warm)), unit: 'ms', notes: { runs: warm.length } });
  report({ figure: 'engine memory', of: {}, value: round(engine.resident / 1e6), unit: 'MB' });
  engine.kill();
}

if (require.main === module) void main();
