import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { bodyClass, themeRule, type Theme } from './themes';

export const themes: readonly Theme[] = ['dark', 'light', 'hc-dark', 'hc-light'];

/** Gives an open page another colour theme, as VS Code does. */
export async function toTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(
    ([rule, kind]) => {
      document.querySelector('style')!.textContent = rule;
      document.body.className = kind;
    },
    [themeRule(theme), bodyClass(theme)] as const,
  );
}

/** What axe-core finds wrong on a page, an element a line. @param rules all, or those whose answer a theme can change */
export async function violations(page: Page, rules: 'all' | 'colors' = 'all'): Promise<string[]> {
  await page.evaluate(`window.axe || (() => { ${axe.source} })()`);
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(rules === 'colors' && { runOnly: ['color-contrast', 'link-in-text-block'] }),
  };
  const found = await page.evaluate(async (wanted) => {
    const { axe: inPage } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
    return (await inPage.run(wanted)).violations;
  }, options);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, html, any }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${html}\n  ${any[0]?.message ?? ''}`,
    ),
  );
}
