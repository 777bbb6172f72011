import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeNpy } from '../../src/engine/tensor/npy';
import { floats } from '../../src/engine/tensor/tensor';
import { Random } from '../../src/engine/generation/random';

/** Two accelerometer channels, 256 samples. */
const CHANNELS = 2;
const LENGTH = 256;

type Event = (random: Random) => (t: number) => number;

/** What may happen once in a recording, at any time and of either sign, as a function of the sample index. */
const EVENTS: Readonly<Record<string, Event>> = {
  burst: (random) => {
    const [at, width, period] = [random.between(40, 215), random.between(9, 16), random.between(5, 9)];
    const [phase, height] = [random.between(0, 6.28), random.between(0.9, 1.6)];
    return (t) => height * Math.exp(-(((t - at) / width) ** 2)) * Math.sin((2 * Math.PI * t) / period + phase);
  },
  quiet: () => () => 0,
  spike: (random) => {
    const [at, decay, height] = [random.between(25, 230), random.between(2, 5), random.between(1.4, 2.4) * random.pick([-1, 1])];
    return (t) => (t < at ? 0 : height * Math.exp(-(t - at) / decay));
  },
  step: (random) => {
    const [at, rise, height] = [random.between(40, 215), random.between(1, 4), random.between(0.9, 1.6) * random.pick([-1, 1])];
    return (t) => height / (1 + Math.exp(-(t - at) / rise));
  },
};

export const SIGNAL_CLASSES = Object.keys(EVENTS);

/**
 * One recording, float32 `[1, 2, 256]`: hum, drift and noise in every class, and the event of its class in both
 * channels.
 */
function drawSignal(key: string, kind: string): Float32Array {
  const random = new Random(`${key}/${kind}`);
  const event = EVENTS[kind](random);
  const data = new Float32Array(CHANNELS * LENGTH);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const [gain, noise] = [random.between(0.6, 1), random.between(0.08, 0.18)];
    const [hum, period, phase] = [random.between(0, 0.25), random.between(18, 60), random.between(0, 6.28)];
    const [offset, slope] = [random.between(-0.4, 0.4), random.between(-0.4, 0.4)];
    for (let t = 0; t < LENGTH; t++) {
      const rest = offset + (slope * t) / LENGTH + hum * Math.sin((2 * Math.PI * t) / period + phase) + noise * random.normal();
      data[channel * LENGTH + t] = gain * event(t) + rest;
    }
  }
  return data;
}

/** Writes `folder/<split>/<class>/<class>-<number>.npy`. */
export async function writeSignals(folder: string, split: string, count: number): Promise<void> {
  for (const kind of SIGNAL_CLASSES) {
    const target = path.join(folder, split, kind);
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    for (let i = 0; i < count; i++) {
      const tensor = floats([1, CHANNELS, LENGTH], drawSignal(`${split}/${i}`, kind));
      await writeFile(path.join(target, `${kind}-${String(i).padStart(count > 100 ? 4 : 2, '0')}.npy`), encodeNpy(tensor));
    }
  }
}
