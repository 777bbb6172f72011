import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { imputations } from '../src/engine/metric/road';
import { gaussianBlur } from '../src/engine/tensor/blur';
import { decodeNpy, encodeNpy } from '../src/engine/tensor/npy';
import { RandomStream } from '../src/engine/tensor/random';
import { floats, reshaped, type FloatTensor } from '../src/engine/tensor/tensor';
import { report } from './figure';

const SIDE = 224;
const PERCENTILES = [10, 20, 30, 40, 50, 60, 70, 80, 90];

/** Blurred noise, as smooth as maps and photographs are. */
function smooth(channels: number, sigma: number, seed: string): FloatTensor {
  const stream = new RandomStream(seed);
  return gaussianBlur(
    floats(
      [1, channels, SIDE, SIDE],
      Float32Array.from({ length: channels * SIDE * SIDE }, () => stream.normal()),
    ),
    sigma,
  );
}

/** All nine imputations, thresholds, systems and solutions. */
function ours(image: FloatTensor, map: FloatTensor): Float32Array[] {
  return [...imputations(image, map.data, PERCENTILES)];
}

/**
 * ROAD's imputation of a 224 px image at nine percentiles against scipy's spsolve of the same systems, whose assembly
 * is not counted, both in CPU time on one thread. Needs python3-scipy. Usage: node --import tsx
 * bench/imputation.ts [pairs] [python]
 */
async function main([pairs = '10', python = '/usr/bin/python3']: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lens-bench-'));
  const image = smooth(3, 2, 'image');
  const map = smooth(1, 16, 'map');
  writeFileSync(join(folder, 'image.npy'), encodeNpy(reshaped(image, [3, SIDE, SIDE])));
  writeFileSync(join(folder, 'map.npy'), encodeNpy(reshaped(map, [SIDE, SIDE])));
  const peer = spawn(python, [join(__dirname, 'imputation.py'), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
  });
  const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  await answers.next();
  const ratios: number[] = [];
  const milliseconds: number[] = [];
  let error = 0;
  for (let k = -1; k < Number(pairs); k++) {
    peer.stdin.write('\n');
    const theirs = Number((await answers.next()).value) * 1000;
    const before = process.cpuUsage();
    const filled = ours(image, map);
    const { user, system } = process.cpuUsage(before);
    const own = (user + system) / 1000;
    const expected = decodeNpy(readFileSync(join(folder, 'filled.npy'))).data as Float32Array;
    filled.forEach((image, p) =>
      image.forEach((v, i) => (error = Math.max(error, Math.abs(v - expected[p * image.length + i])))),
    );
    // The first pair warms both up.
    if (k >= 0) ratios.push(own / theirs);
    milliseconds.push(own);
  }
  peer.stdin.end();
  rmSync(folder, { recursive: true, force: true });
  for (const list of [ratios, milliseconds]) list.sort((a, b) => a - b);
  const quantile = (at: number): number =>
    Number(ratios[Math.min(ratios.length - 1, Math.floor(ratios.length * at))].toFixed(3));
  report({
    figure: "ROAD's imputation to scipy's sparse LU",
    of: { side: SIDE, percentiles: PERCENTILES.length },
    value: quantile(0.5),
    unit: 'ratio',
    spread: [quantile(0.25), quantile(0.75)],
    limit: 1,
    notes: {
      pairs: ratios.length,
      milliseconds: Math.round(milliseconds[Math.floor(milliseconds.length / 2)]),
      largestDifference: error,
    },
  });
}

if (require.main === module) void main(process.argv.slice(2));
