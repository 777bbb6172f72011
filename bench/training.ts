import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { prepareWithoutRunning } from '../src/engine/graph/preparation';
import { createSession } from '../src/engine/session/runtime';
import { floats, integers, sizeOf } from '../src/engine/tensor/tensor';
import { learnable } from '../src/engine/training/learnable';
import { trainingStep } from '../src/engine/training/step';
import { initialState, update } from '../src/engine/training/update';
import { report } from './figure';
import { medianRatio } from './pairs';
import { timedNetworks, type TimedNetwork } from './training-networks';

const PAIRS = 30;

/** A step of PyTorch in a process of its own, which waits between steps. */
async function peerStep({ id, batch }: TimedNetwork, threads: number) {
  const arguments_ = [join(__dirname, 'training.py'), id, String(batch), String(threads)];
  const peer = spawn('/usr/bin/python3', arguments_, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  let kilobytes = 0;
  if ((await lines.next()).done) throw new Error("PyTorch cannot be run: install Debian's python3-torch");
  return {
    async run(): Promise<void> {
      peer.stdin.write('step\n');
      kilobytes = Number(String((await lines.next()).value).split(' ')[1]);
    },
    megabytes: () => Math.round(kilobytes / 1024),
    close: () => peer.stdin.end(),
  };
}

/** A step of ours on the same network. */
async function ownStep({ batch, inputDims, classes, build }: TimedNetwork, threads: number) {
  const { model, parameters } = build();
  const network = { model: prepareWithoutRunning(learnable(model, parameters, 'training')), input: 'input' };
  const step = trainingStep(
    { ...network, output: 'logits' },
    { parameters, mode: 'training', loss: { id: 'cross-entropy' }, optimiser: { id: 'adam' } },
  );
  const session = await createSession(step.model, { device: 'cpu', threads });
  const input = floats(
    [batch, ...inputDims],
    Float32Array.from({ length: batch * sizeOf(inputDims) }, (_, i) => Math.abs(Math.sin(i * 1.7))),
  );
  const targets = integers(Array.from({ length: batch }, (_, n) => n % classes));
  let state = initialState(step);
  return {
    parameters: step.weights.length,
    async run(): Promise<void> {
      ({ state } = await update(step, session, state, { input, targets }));
    },
    close: () => session.release(),
  };
}

/**
 * Usage: node --import tsx bench/training.ts [network …]. Time of a training step (forward, backward, Adam) in steps of
 * PyTorch (Debian's python3-torch) at the same network, batch and threads, taken in turn.
 */
async function main(ids: readonly string[]): Promise<void> {
  for (const network of timedNetworks.filter(({ id }) => ids.length === 0 || ids.includes(id)))
    for (const threads of [1, 2]) {
      const [own, peer] = [await ownStep(network, threads), await peerStep(network, threads)];
      const ratio = await medianRatio(own.run, peer.run, PAIRS);
      const { parameters } = own;
      const megabytes = { own: Math.round(process.memoryUsage().rss / 2 ** 20), pytorch: peer.megabytes() };
      const { id, batch } = network;
      report({
        figure: "training step to PyTorch's",
        of: { network: id, batch, threads },
        value: ratio.median,
        unit: 'ratio',
        spread: ratio.spread,
        limit: 1.5,
        notes: { parameters, pairs: PAIRS, pytorchMilliseconds: ratio.denominatorMilliseconds, megabytes },
      });
      peer.close();
      await own.close();
    }
}

void main(process.argv.slice(2));
