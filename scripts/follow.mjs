// `npm run follow -- docs/how-to/method.md …`: does what pages say, word for word, each in a scratch copy of the tree.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './setup/paths.mjs';
import { say } from './setup/process.mjs';
import { apply, stepsOf } from './follow/page.mjs';

for (const page of process.argv.slice(2)) {
  const copy = scratchCopy();
  const started = Date.now();
  try {
    for (const step of stepsOf(readFileSync(page, 'utf8'))) {
      say(`\n▸ ${page}: ${step.file ?? step.text.trim()}`);
      if (step.kind !== 'run') apply(copy, step);
      else execFileSync('bash', ['-euc', step.text], { cwd: copy, stdio: 'inherit' });
    }
    say(`${page}: followed in ${Math.round((Date.now() - started) / 1000)} s`);
    rmSync(copy, { recursive: true });
  } catch (error) {
    say(`${page}: ${error.message}\nThe copy is ${copy}`);
    process.exitCode = 1;
  }
}

/** The files that git knows or would add, with the packages and the cache that are here. */
function scratchCopy() {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'saliency-lens-follow-'));
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  const files = list.toString().split('\0').filter(Boolean);
  for (const file of new Set(files)) cpSync(path.join(root, file), path.join(copy, file), { verbatimSymlinks: true });
  mkdirSync(path.join(copy, '.cache'));
  for (const place of ['node_modules', '.cache/code-server'].filter((one) => existsSync(path.join(root, one))))
    symlinkSync(path.join(root, place), path.join(copy, place), 'junction');
  for (const command of [
    ['init', '--quiet'],
    ['add', '--all'],
  ])
    execFileSync('git', command, { cwd: copy });
  return copy;
}
