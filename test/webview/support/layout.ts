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

/** Waits until what follows the size of the window, such as how many columns there are, has followed it. */
export function settled(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

/** Texts and controls that stick out of the nearest box that holds them: a card, a tile, a part of the page, a row. */
export function strays(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const boxes =
      'article, section, header, figure, dialog, fieldset, li, tr, label, [role="toolbar"], [role="option"], .tile, .choice, .parameter, .layer, .card, .map, .measure, .popover';
    const found: string[] = [];
    for (const node of document.querySelectorAll<HTMLElement>('body *')) {
      const rect = node.getBoundingClientRect();
      const box = node.parentElement?.closest(boxes);
      if (!box || rect.width < 2 || rect.height < 2 || !node.checkVisibility()) continue;
      // What floats over the page, and what its box scrolls or cuts, is elsewhere on purpose.
      if (node.closest('[role="menu"], .unseen, .skip-links, .pointer-value')) continue;
      if (['absolute', 'fixed'].includes(getComputedStyle(node).position)) continue;
      if (!isSeen(node) || clips(node, box)) continue;
      const frame = box.getBoundingClientRect();
      const by = Math.max(rect.right - frame.right, frame.left - rect.left);
      if (by > 1.5) found.push(`${named(node)} leaves ${named(box)} by ${by.toFixed(1)} px`);
    }
    return found;

    function isSeen(node: HTMLElement): boolean {
      const texts = [...node.childNodes].filter((child) => child instanceof Text && child.data.trim() !== '');
      return (
        texts.length > 0 ||
        node.matches('button, input, select, textarea, img, vscode-button, vscode-checkbox, vscode-text-field')
      );
    }

    function clips(node: HTMLElement, box: Element): boolean {
      for (let one = node.parentElement; one; one = one.parentElement) {
        if (getComputedStyle(one).overflowX !== 'visible') return true;
        if (one === box) return false;
      }
      return false;
    }

    function named(node: Element): string {
      return `<${node.localName}.${String(node.className)}> "${node.textContent?.trim().slice(0, 40)}"`;
    }
  });
}

/** Pairs of texts that are written over each other. */
export function collisions(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    interface Line {
      readonly text: string;
      readonly rect: DOMRect;
    }
    const lines: Line[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      const text = node.textContent?.trim() ?? '';
      if (!text || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // What stands over the page on purpose.
      if (parent.closest('.unseen, .skip-links, svg, select, [popover], .notice, dialog, [role="menu"]')) continue;
      if (floats(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        const seen = within(rect, parent);
        if (seen.width > 1 && seen.height > 1) lines.push({ text, rect: seen });
      }
    }
    const found: string[] = [];
    for (const [i, a] of lines.entries())
      for (const b of lines.slice(i + 1)) {
        if (a.text === b.text) continue;
        const width = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
        const height = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
        if (width > 1 && height > 4) found.push(`"${a.text.slice(0, 40)}" and "${b.text.slice(0, 40)}"`);
      }
    return found;

    function floats(node: Element): boolean {
      for (let one: Element | null = node; one; one = one.parentElement)
        if (['absolute', 'fixed', 'sticky'].includes(getComputedStyle(one).position)) return true;
      return false;
    }

    /** What is left of a line where something scrolls or cuts it. */
    function within(rect: DOMRect, node: Element): DOMRect {
      let { left, top, right, bottom } = rect;
      for (let one: Element | null = node; one; one = one.parentElement) {
        const style = getComputedStyle(one);
        if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
        const frame = one.getBoundingClientRect();
        [left, top] = [Math.max(left, frame.left), Math.max(top, frame.top)];
        [right, bottom] = [Math.min(right, frame.right), Math.min(bottom, frame.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    }
  });
}
