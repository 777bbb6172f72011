// Makes a checkout ready to run: dependencies, bundles, a browser and VS Code for it. Prints where the last two are as
// one JSON line. Option: --build-only leaves them out.
import { pathToFileURL } from 'node:url';
import { ensureBrowser } from './setup/browser.mjs';
import { ensureCodeServer } from './setup/code-server.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';

/**
 * Brings the checkout up to date; every step looks first and costs next to nothing when it is done already. `workbench:
 * false` leaves out the browser and code-server. Resolves to `{browser, codeServer}`: the browser's path and the script
 * that starts code-server.
 */
export async function setUp({ workbench = true } = {}) {
  await ensureDependencies();
  const { build } = await import('./build.mjs');
  await build();
  if (!workbench) return {};
  return { browser: await ensureBrowser(), codeServer: await ensureCodeServer() };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  console.log(JSON.stringify(await setUp({ workbench: !process.argv.includes('--build-only') })));
