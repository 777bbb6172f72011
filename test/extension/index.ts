import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';

/**
 * What the extension host calls in a test window (`extensionTestsPath`): runs the bundled *.test.js beside this file.
 * Rejects when a test fails, which the host turns into its exit code.
 */
export async function run(): Promise<void> {
  const reporter = process.env.SALIENCY_LENS_REPORTER;
  const mocha = new Mocha({ timeout: 60_000, color: false, ...(reporter ? { reporter } : {}) });
  for (const name of readdirSync(__dirname)) if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
