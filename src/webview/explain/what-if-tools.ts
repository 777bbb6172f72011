import type { Color } from '../draw/raster-edit';
import { segments } from '../ui/controls';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ImageEdit } from './image-edits';

/** Of the brush, as a share of the image's width. */
const widest = 0.25;
const smallest = 0.005;
const step = 1.3;

interface Actions {
  undo(): void;
  redo(): void;
  reset(): void;
  keep(): void;
  redraw(): void;
  /** Another edit was chosen. */
  chosen(): void;
}

/** What the brush does, its size and colour, and the steps back. */
export function whatIfTools(edits: readonly ImageEdit[], actions: Actions) {
  const state: { edit: ImageEdit; radius: number } = { edit: edits[0], radius: 0.05 };
  const options = edits.map(({ id: value, label, title }) => ({ value, label, title }));
  const choice = segments(t('Change'), 'image-edit', options, state.edit.id, (value) => {
    state.edit = edits.find(({ id }) => id === value) ?? state.edit;
    actions.chosen();
    actions.redraw();
  });
  const color = element('input', { type: 'color', class: 'color-field', 'aria-label': t('Colour of the brush') });
  color.value = '#808080';
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
  const undo = button({ label: t('Undo'), title: t('Undo (Ctrl+Z)'), onClick: actions.undo });
  const redo = button({ label: t('Redo'), title: t('Redo (Ctrl+Shift+Z)'), onClick: actions.redo });
  const reset = button({ label: t('Reset'), title: t('The image as it was'), onClick: actions.reset });
  const keep = button({
    label: t('Keep as a new image'),
    appearance: 'primary',
    title: t('Writes the changed image beside the other, in its own size; no file is overwritten'),
    onClick: actions.keep,
  });
  const setRadius = (radius: number): void => {
    state.radius = Math.min(widest, Math.max(smallest, radius));
    size.value = String(Math.round(100 * Math.sqrt(state.radius / widest)));
    setText(sizeText, `${(200 * state.radius).toFixed(1)} %`);
    actions.redraw();
  };
  size.addEventListener('input', () => setRadius(widest * (Number(size.value) / 100) ** 2));
  queueMicrotask(() => setRadius(state.radius));
  return {
    get edit(): ImageEdit {
      return state.edit;
    },
    get radius(): number {
      return state.radius;
    },
    get color(): Color {
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.value.slice(at, at + 2), 16));
      return [red, green, blue];
    },
    element: element(
      'div',
      { class: 'what-if-tools' },
      choice,
      element(
        'div',
        { class: 'what-if-brush' },
        element('label', { class: 'labelled' }, element('span', {}, t('Size')), size, sizeText),
        element('label', { class: 'labelled' }, element('span', {}, t('Colour')), color),
      ),
      element('div', { class: 'what-if-steps' }, undo, redo, reset, keep),
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
      if (key === '[') setRadius(state.radius / step);
      else if (key === ']') setRadius(state.radius * step);
      else return false;
      return true;
    },
    update({ canUndo, canRedo, isChanged }: Readonly<Record<'canUndo' | 'canRedo' | 'isChanged', boolean>>): void {
      undo.disabled = !canUndo;
      redo.disabled = !canRedo;
      reset.disabled = keep.disabled = !isChanged;
    },
  };
}
