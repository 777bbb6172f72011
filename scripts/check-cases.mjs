// Builds, then runs the checks of files as people have them, and of hostile ones: npm run check:cases [-- SHARED]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './setup/paths.mjs';

const shared = path.resolve(process.argv[2] ?? path.join(root, '../shared'));
const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;

if (!run('scripts/build.mjs')) process.exit(1);
const held = [
  run(path.join(shared, 'cases/check.mjs'), '--cli', 'dist/cli.js'),
  run(path.join(shared, 'hostile/check.mjs'), '--cli', 'dist/cli.js', '--samples', 'samples'),
];
process.exitCode = held.every(Boolean) ? 0 : 1;
