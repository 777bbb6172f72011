import * as path from 'node:path';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { CodeServer } from './code-server';
import { environment, root } from './environment';
import { browserFlags } from './workbench';
import type { TemporaryWorkspace } from './workspace';

/** An extension with a debugger, for tests of what is done with paused programs. */
const debuggedProgram = path.join(root, 'test/extension/debugger');

/**
 * Opens a workspace in a window whose extension host calls `run()` of `tests`, and resolves to the exit code
 * that the host reports. What the tests print goes to `print`, among the workbench's own log.
 */
export async function runInExtensionHost(
  tests: string,
  env: Record<string, string>,
  print: (text: string) => void,
  workspace: TemporaryWorkspace,
): Promise<number> {
  const server = await CodeServer.start({ env, unpacked: [debuggedProgram] });
  const browser = await chromium.launch({ executablePath: environment().browser, args: browserFlags });
  try {
    const page = await browser.newPage();
    let report: (code: number) => void;
    const exit = new Promise<number>((resolve) => (report = resolve));
    await page.exposeFunction('codeAutomationLog', (_kind: string, values: unknown[]) => {
      // The workbench's own log comes this way too; that the extension gallery is out of reach is no news.
      if (!String(values[0]).includes('open-vsx')) print(format(...values));
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => report(code));
    page.once('crash', () => report(1));
    await page.goto(server.address(workspace.folder, { development: root, tests }), { timeout: 60_000 });
    return await exit;
  } finally {
    await browser.close();
    await server.stop();
    workspace.remove();
  }
}
