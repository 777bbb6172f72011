import * as path from 'node:path';
import { root } from './environment';
import type { Workbench } from './workbench';

/** After a test that failed: prints what the window held, and keeps an image of it in out/e2e. */
export async function tellFailure(test: Mocha.Test | undefined, workbench: Workbench | undefined): Promise<void> {
  if (!test?.isFailed() || !workbench) return;
  console.log(await workbench.report());
  await workbench.screenshot(path.join(root, 'out/e2e', `${test.title.replace(/\W+/g, '-')}.failed.png`));
}
