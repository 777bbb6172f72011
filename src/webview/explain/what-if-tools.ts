import type { Color } from '../draw/raster-edit';
import { segments } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import { brushSize, historyKey } from './brush-tools';
import type { ImageEdit } from './image-edits';

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
  const state: { edit: ImageEdit } = { edit: edits[0] };
  const size = brushSize(0.05, actions.redraw);
  const options = edits.map(({ id: value, label, title }) => ({ value, label, title }));
  const choice = segments(t('Change'), 'image-edit', options, state.edit.id, (value) => {
    state.edit = edits.find(({ id }) => id === value) ?? state.edit;
    actions.chosen();
    actions.redraw();
  });
  const color = element('input', { type: 'color', class: 'color-field', 'aria-label': t('Colour of the brush') });
  color.value = '#808080';
  const undo = button({ label: t('Undo'), title: t('Undo (Ctrl+Z)'), onClick: actions.undo });
  const redo = button({ label: t('Redo'), title: t('Redo (Ctrl+Shift+Z)'), onClick: actions.redo });
  const reset = button({ label: t('Reset'), title: t('The image as it was'), onClick: actions.reset });
  const keep = button({
    label: t('Keep as a new image'),
    appearance: 'primary',
    title: t('Writes the changed image beside the other, in its own size; no file is overwritten'),
    onClick: actions.keep,
  });
  return {
    get edit(): ImageEdit {
      return state.edit;
    },
    get radius(): number {
      return size.radius;
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
        size.element,
        element('label', { class: 'labelled' }, element('span', {}, t('Colour')), color),
      ),
      element('div', { class: 'what-if-steps' }, undo, redo, reset, keep),
    ),
    /** Answers a key; false where it means nothing here. */
    press(event: KeyboardEvent): boolean {
      if (!event.ctrlKey && !event.metaKey) return size.press(event.key);
      const asked = historyKey(event);
      if (asked) ({ undo, redo })[asked].click();
      return asked !== undefined;
    },
    update({ canUndo, canRedo, isChanged }: Readonly<Record<'canUndo' | 'canRedo' | 'isChanged', boolean>>): void {
      undo.disabled = !canUndo;
      redo.disabled = !canRedo;
      reset.disabled = keep.disabled = !isChanged;
    },
  };
}
