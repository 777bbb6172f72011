/** Calls back after the colours of the page have changed with the theme: what is drawn on a canvas keeps the old ones. */
export function onTheme(redraw: () => void): void {
  const observer = new MutationObserver(redraw);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
