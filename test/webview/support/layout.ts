import type { Page } from 'playwright-core';

/** Elements inside each `box` that stick out of it, on the right or below, as `<tag.class> "text" by n px`. */
export function escapees(page: Page, box: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const found: string[] = [];
    for (const outer of document.querySelectorAll(selector)) {
      const frame = outer.getBoundingClientRect();
      for (const inner of outer.querySelectorAll('*')) {
        const rect = inner.getBoundingClientRect();
        if (rect.width === 0 || rect.height === 0 || inner.closest('[role="menu"]')) continue;
        const by = Math.max(rect.right - frame.right, rect.bottom - frame.bottom, frame.left - rect.left);
        if (by > 1)
          found.push(
            `<${inner.tagName.toLowerCase()}.${inner.className}> "${inner.textContent?.slice(0, 40)}" by ${by} px`,
          );
      }
    }
    return found;
  }, box);
}

/** Pairs of elements that cover each other, by their labels. */
export function overlaps(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const boxes = [...document.querySelectorAll(wanted)].map((node) => ({
      name: node.getAttribute('aria-label') ?? '',
      rect: node.getBoundingClientRect(),
    }));
    return boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter(
          (b) =>
            Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left) > 1 &&
            Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top) > 1,
        )
        .map((b) => `${a.name} and ${b.name}`),
    );
  }, selector);
}

/** Texts that are cut off and that no tooltip, their own or of what they stand in, tells whole. */
export function cutTexts(page: Page, within: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const found: string[] = [];
    for (const node of document.querySelectorAll<HTMLElement>(`${selector} *`)) {
      const text = [...node.childNodes]
        .filter((child) => child instanceof Text)
        .map((child) => child.data.trim())
        .join('');
      if (!text || node.scrollWidth <= node.clientWidth + 1 || node.clientWidth === 0) continue;
      if (getComputedStyle(node).overflowX === 'visible') continue;
      const told = [...ancestors(node)].some((one) => one.title.includes(text));
      if (!told) found.push(text);
    }
    return found;

    function* ancestors(node: HTMLElement): Generator<HTMLElement> {
      for (let one: HTMLElement | null = node; one; one = one.parentElement) yield one;
    }
  }, within);
}
