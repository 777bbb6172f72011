// Runs test/extension in a real extension host: code-server's, or the desktop's (downloaded) with --electron; with
// --quiet test/activation, in a window whose folder holds no model; with --only=NAME the files whose names hold it.
import { buildExtensionTests } from '../build/tests.mjs';
import { driver } from '../setup/driver.mjs';
import { root } from '../setup/paths.mjs';
import { setUp } from '../setup.mjs';
import { sample } from '../start/samples.mjs';

const electron = process.argv.includes('--electron');
const quiet = process.argv.includes('--quiet');
await setUp({ workbench: !electron });
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length);
const tests = await buildExtensionTests(quiet ? 'activation' : 'extension', only);
const env = { SALIENCY_LENS_ROOT: root, SALIENCY_LENS_REPORTER: `${root}/test/support/reporter.cjs` };
if (process.env.SALIENCY_LENS_RESULTS) env.SALIENCY_LENS_RESULTS = process.env.SALIENCY_LENS_RESULTS;
process.exit(electron ? await inElectron() : await inCodeServer());

async function inCodeServer() {
  const { runInExtensionHost } = await driver('test-window');
  const { copySamples, emptyWorkspace } = await driver('workspace');
  return runInExtensionHost(tests, env, (text) => console.log(text), quiet ? emptyWorkspace() : copySamples());
}

async function inElectron() {
  const { runTests } = await import('@vscode/test-electron');
  return runTests({
    version: '1.100.3',
    extensionDevelopmentPath: [root, `${root}/test/extension/debugger`],
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs: [sample.folder, '--disable-workspace-trust', '--disable-extensions'],
  });
}
