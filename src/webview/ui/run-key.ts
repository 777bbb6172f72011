import type { Button } from './toolkit';

/** Ctrl+Enter, or ⌘+Enter, presses a button wherever the focus is, while it can be pressed. */
export function runKey(button: Button): void {
  document.addEventListener('keydown', (event) => {
    const isMeant = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!isMeant || event.defaultPrevented || button.disabled) return;
    event.preventDefault();
    button.click();
  });
}
