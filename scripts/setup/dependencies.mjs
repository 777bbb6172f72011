import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { must, npm, say } from './process.mjs';

/**
 * Makes node_modules what package-lock.json says: `npm ci` when anything it asks for is missing or of another version.
 * The comparison is by content, not by time, because a checkout or a pull rewrites times.
 */
export async function ensureDependencies() {
  const missing = differences();
  if (missing.length === 0) return;
  say(`Installing dependencies (${missing.length} missing or changed)`);
  const [command, ...first] = npm();
  await must('npm ci', command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
}

function differences() {
  const wanted = packages(path.join(root, 'package-lock.json'));
  const installed = packages(path.join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted)
    .filter(([place, entry]) => place !== '' && !entry.optional && !entry.devOptional)
    .filter(([place, entry]) => installed[place]?.version !== entry.version)
    .map(([place]) => place);
}

function packages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}
