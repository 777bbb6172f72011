import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../setup/paths.mjs';
import { say } from '../setup/process.mjs';

/**
 * Runs a command that is one check: `{passed, failed, faults}`, of which `passed` is 1 and `failed` 0, or the other way
 * round. Every line of its output goes to ours, behind the name: several may talk at once.
 */
export async function check(name, command, args, options) {
  const status = await ended(name, command, args, options);
  return status === 0 ? { passed: 1, failed: 0, faults: [] } : fault(`it ended with status ${status}`);
}

/**
 * Runs a command whose tests report through test/support/reporter.cjs. A run that did not come to its end, or that
 * failed without a failing test, counts as one more failure.
 */
export async function suite(name, command, args, options = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'saliency-lens-results-'));
  const file = path.join(folder, 'results.json');
  const status = await ended(name, command, args, { ...options, env: { ...options.env, SALIENCY_LENS_RESULTS: file } });
  const counted = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  rmSync(folder, { recursive: true });
  if (!counted) return fault(`the runner ended with status ${status} before its tests did`);
  if (status === 0 || counted.failed > 0) return counted;
  return { ...counted, failed: 1, faults: [`no test failed, but the runner ended with status ${status}`] };
}

/** Resolves to the exit status; null when the process, with all it started, was ended after `minutes`. */
function ended(name, command, args, { env = {}, minutes = 20 } = {}) {
  return new Promise((resolve, reject) => {
    // A group of its own, so that ending it ends browsers and servers too.
    const group = process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: group,
    });
    for (const stream of ['stdout', 'stderr'])
      createInterface({ input: child[stream] }).on('line', (line) => process[stream].write(`${name} │ ${line}\n`));
    const end = () => process.kill(group ? -child.pid : child.pid, 'SIGKILL');
    const late = setTimeout(() => {
      say(`${name}: ended after ${minutes} minutes`);
      end();
    }, minutes * 60_000);
    process.once('exit', end);
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(late);
      process.off('exit', end);
      resolve(status);
    });
  });
}

/** The count of what failed as a whole, and why. */
export const fault = (why) => ({ passed: 0, failed: 1, faults: [why] });
