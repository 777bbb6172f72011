import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ENGINE_ENVIRONMENT } from '../src/protocol/engine-environment';

/**
 * Every benchmark: each prints one JSON line per figure. Those of the engine process and the panel need a build, some
 * need Debian's python3-scipy, python3-skimage and python3-torch.
 */
const BENCHMARKS = [
  'engine',
  'panel',
  'filters',
  'gradient',
  'detection',
  'methods',
  'perturbation',
  'superpixels',
  'imputation',
  'evaluation',
  'evaluation-panel',
  'scattering',
  'training',
  'kills',
  'soak',
] as const;

/** Usage: npm run bench [-- name …] */
function main(names: readonly string[]): void {
  const unknown = names.find((name) => !(BENCHMARKS as readonly string[]).includes(name));
  if (unknown) throw new Error(`there is no benchmark ${unknown}; there are ${BENCHMARKS.join(', ')}`);
  for (const name of BENCHMARKS) {
    if (names.length > 0 && !names.includes(name)) continue;
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, `${name}.ts`)], {
      stdio: 'inherit',
      env: { ...ENGINE_ENVIRONMENT, ...process.env },
    });
    if (status !== 0) process.exitCode = 1;
  }
}

main(process.argv.slice(2));
