import type { Page } from 'playwright-core';

/** Acts on a window that fills up late or is slow under load: every act is repeated until its effect is seen. */
export class Patience {
  constructor(private readonly page: Page) {}

  /**
   * Acts until the effect is seen: a busy window may swallow a click, and a click on something that moves may miss. A
   * try that fails counts only where the effect is missing: what was to be clicked may be gone because the try before
   * took effect after all.
   * @param effect resolves once it is there, and rejects after `timeout` ms
   * @param patience ms until the act is repeated; acts that must not run twice need much
   */
  async until(
    what: string,
    act: () => Promise<unknown>,
    effect: (timeout: number) => Promise<unknown>,
    patience = 3000,
  ): Promise<void> {
    let last: unknown;
    for (let tries = 0; tries < 10; tries++) {
      try {
        await act();
      } catch (error) {
        last = error;
      }
      try {
        await effect(patience);
        return;
      } catch (error) {
        last ??= error;
      }
    }
    throw new Error(`${what}: no effect after 10 tries`, { cause: last });
  }

  /**
   * Repeats what checks its own effect, in a window that may still refuse it; Escape closes what the last try left
   * open.
   */
  async retry(what: string, action: () => Promise<void>, tries = 15): Promise<void> {
    let last: unknown;
    for (let attempt = 0; attempt < tries; attempt++) {
      try {
        return await action();
      } catch (error) {
        last = error;
        await this.page.keyboard.press('Escape');
        await this.page.waitForTimeout(300);
      }
    }
    throw new Error(`${what}: not found after ${tries} tries`, { cause: last });
  }
}
