import { segments } from '../ui/controls';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { Brush, BrushTool } from './brush';

/** Widest brush, as a share of the image's width. */
const widest = 0.25;
const smallest = 0.005;
const step = 1.3;

const shortcuts: Readonly<Record<string, BrushTool>> = Object.freeze({ b: 'add', e: 'erase', f: 'fill' });

/** Tool and size of the brush, undo and redo, each with its key. */
export function objectTools(brush: () => Brush, actions: { clear(): void; redraw(): void }) {
  const state: { tool: BrushTool; radius: number } = { tool: 'add', radius: 0.04 };
  const tools: readonly { value: BrushTool; label: string; title: string }[] = [
    { value: 'add', label: t('Brush'), title: t('Brush: adds to the object (B)') },
    { value: 'erase', label: t('Eraser'), title: t('Eraser: takes away from the object (E)') },
    { value: 'fill', label: t('Fill'), title: t('Fill: fills an outline, or clears what is painted (F)') },
  ];
  const choice = segments(t('Tool'), 'object-tool', tools, state.tool, (value) => (state.tool = value as BrushTool));
  const size = element('input', {
    class: 'slider',
    type: 'range',
    min: 0,
    max: 100,
    step: 1,
    'aria-label': t('Size of the brush'),
    title: t('Size of the brush ([ and ])'),
  });
  const sizeText = element('span', { class: 'figure' });
  const undo = button({ label: t('Undo'), title: t('Undo (Ctrl+Z)'), onClick: () => brush().undo() });
  const redo = button({ label: t('Redo'), title: t('Redo (Ctrl+Shift+Z)'), onClick: () => brush().redo() });
  const clear = button({ label: t('Clear'), title: t('Clear the whole mask'), onClick: actions.clear });
  const sayRadius = (): void => {
    // The slider is finer for small brushes.
    size.value = String(Math.round(100 * Math.sqrt(state.radius / widest)));
    setText(sizeText, `${(200 * state.radius).toFixed(1)} %`);
  };
  const setRadius = (radius: number): void => {
    state.radius = Math.min(widest, Math.max(smallest, radius));
    sayRadius();
    actions.redraw();
  };
  size.addEventListener('input', () => setRadius(widest * (Number(size.value) / 100) ** 2));
  sayRadius();
  const pick = (tool: BrushTool): void => {
    state.tool = tool;
    for (const input of choice.querySelectorAll('input')) input.checked = input.value === tool;
  };
  return {
    state,
    element: element(
      'div',
      { class: 'object-tools' },
      choice,
      element('label', { class: 'labelled' }, element('span', {}, t('Size')), size, sizeText),
      element('div', { class: 'object-steps' }, undo, redo, clear),
    ),
    /** Answers a key; false where it means nothing here. */
    press({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
      const small = key.toLowerCase();
      if (ctrlKey || metaKey) {
        if (small === 'z') (shiftKey ? redo : undo).click();
        else if (small === 'y') redo.click();
        else return false;
        return true;
      }
      if (shortcuts[small]) pick(shortcuts[small]);
      else if (key === '[') setRadius(state.radius / step);
      else if (key === ']') setRadius(state.radius * step);
      else return false;
      return true;
    },
    update(empty: boolean): void {
      undo.disabled = !brush().history.canUndo;
      redo.disabled = !brush().history.canRedo;
      clear.disabled = empty;
    },
  };
}
