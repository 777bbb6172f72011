import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { softwareVulkan } from '../setup/vulkan.mjs';
import { check, suite } from './runner.mjs';

const bin = (name) => path.join(root, 'node_modules', name);
const mocha = bin('mocha/bin/mocha.js');

/** What reads the sources: what fails soonest comes first, then what takes longest, so that two at a time end together. */
const sources = [
  {
    name: 'format',
    run: () =>
      check('format', process.execPath, [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']),
  },
  {
    name: 'lint',
    run: async () => {
      const rules = await check('lint', process.execPath, [bin('eslint/bin/eslint.js'), '.']);
      const unused = await check('lint', process.execPath, [bin('knip/bin/knip.js'), '--no-progress']);
      return joined(rules, unused);
    },
  },
  { name: 'types', run: () => check('types', process.execPath, [bin('typescript/bin/tsc'), '-b']) },
  { name: 'repository', run: () => mochaSuite('repository', {}, ['bench/*.test.ts']) },
  { name: 'engine', run: () => mochaSuite('engine') },
  { name: 'webview', run: () => mochaSuite('webview') },
  { name: 'fuzz', run: () => mochaSuite('fuzz') },
  { name: 'cli', run: () => mochaSuite('cli') },
  { name: 'webgpu', run: async () => mochaSuite('webgpu', { env: await softwareVulkan() }) },
];

/** What opens windows of VS Code, which mostly wait. */
const windows = [
  { name: 'e2e', run: () => mochaSuite('e2e') },
  { name: 'extension', run: () => suite('extension', process.execPath, ['scripts/test/extension.mjs']) },
  { name: 'activation', run: () => suite('activation', process.execPath, ['scripts/test/extension.mjs', '--quiet']) },
];

/** What writes what others read. */
const packages = [{ name: 'package', run: () => mochaSuite('package') }];

/**
 * Every runner of `npm test`: `{name, run}`, where `run` resolves to `{passed, failed, faults}`, in stages: one begins
 * when the one before has ended, and its runners may run beside each other.
 */
export const stages = Object.freeze([sources, windows, packages]);

/** The tests of one folder below test/, and of more files; a folder without tests has passed none and failed none. */
async function mochaSuite(name, options, more = []) {
  const folder = path.join(root, 'test', name);
  const any = existsSync(folder) && readdirSync(folder, { recursive: true }).some((file) => file.endsWith('.test.ts'));
  if (!any) return { passed: 0, failed: 0, faults: [] };
  const args = ['--no-config', '--require', 'tsx/cjs', '--extension', 'ts', '--timeout', '60000', '--exit'];
  return suite(
    name,
    process.execPath,
    [mocha, ...args, '--reporter', 'test/support/reporter.cjs', '--spec', `test/${name}/**/*.test.ts`, ...more],
    options,
  );
}

const joined = (one, other) => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  faults: [...one.faults, ...other.faults],
});
