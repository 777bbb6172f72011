import { segments } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { Brush, BrushTool } from './brush';
import { brushSize, historyKey } from './brush-tools';

const shortcuts: Readonly<Record<string, BrushTool>> = Object.freeze({ b: 'add', e: 'erase', f: 'fill' });

/** Tool and size of the brush, undo and redo, each with its key. */
export function objectTools(brush: () => Brush, actions: { clear(): void; redraw(): void }) {
  const state: { tool: BrushTool } = { tool: 'add' };
  const size = brushSize(0.04, actions.redraw);
  const tools: readonly { value: BrushTool; label: string; title: string }[] = [
    { value: 'add', label: t('Brush'), title: t('Brush: adds to the object (B)') },
    { value: 'erase', label: t('Eraser'), title: t('Eraser: takes away from the object (E)') },
    { value: 'fill', label: t('Fill'), title: t('Fill: fills an outline, or clears what is painted (F)') },
  ];
  const choice = segments(t('Tool'), 'object-tool', tools, state.tool, (value) => (state.tool = value as BrushTool));
  const undo = button({ label: t('Undo'), title: t('Undo (Ctrl+Z)'), onClick: () => brush().undo() });
  const redo = button({ label: t('Redo'), title: t('Redo (Ctrl+Shift+Z)'), onClick: () => brush().redo() });
  const clear = button({ label: t('Clear'), title: t('Clear the whole mask'), onClick: actions.clear });
  const pick = (tool: BrushTool): void => {
    state.tool = tool;
    for (const input of choice.querySelectorAll('input')) input.checked = input.value === tool;
  };
  return {
    get tool(): BrushTool {
      return state.tool;
    },
    get radius(): number {
      return size.radius;
    },
    element: element(
      'div',
      { class: 'object-tools' },
      choice,
      size.element,
      element('div', { class: 'object-steps' }, undo, redo, clear),
    ),
    /** Answers a key; false where it means nothing here. */
    press(event: KeyboardEvent): boolean {
      if (event.ctrlKey || event.metaKey) {
        const asked = historyKey(event);
        if (asked) ({ undo, redo })[asked].click();
        return asked !== undefined;
      }
      const tool = shortcuts[event.key.toLowerCase()];
      if (!tool) return size.press(event.key);
      pick(tool);
      return true;
    },
    update(empty: boolean): void {
      undo.disabled = !brush().history.canUndo;
      redo.disabled = !brush().history.canRedo;
      clear.disabled = empty;
    },
  };
}
