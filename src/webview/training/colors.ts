import { classColor } from '../draw/class-colors';

/** The colour of a fold or a network, told apart from the page in every theme. */
export function lineColor(index: number, ink = 'var(--vscode-foreground)'): string {
  return `color-mix(in oklab, ${classColor(index).css} 72%, ${ink})`;
}

/** The colour of the page's text, for canvases, which know no variables. */
export const inkOf = (node: Element): string => getComputedStyle(node).color;
