import assert from 'node:assert/strict';
import type { Workbench } from './workbench';

/** Until the Evaluation panel is in a state. Throws with what the panel says if that is an error. */
export async function evaluationState(workbench: Workbench, wanted: string): Promise<void> {
  const body = workbench.webview().locator('body');
  for (const end = Date.now() + 200_000; ;) {
    const now = await body.getAttribute('data-state', { timeout: 1000 }).catch(() => null);
    if (now === wanted) return;
    assert.ok(now !== 'error' && Date.now() < end, `the panel is "${now}": ${await body.innerText().catch(() => '')}`);
    await workbench.page.waitForTimeout(200);
  }
}
