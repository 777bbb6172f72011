import { tagsIn } from '../../protocol/image-tags';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { textField } from '../ui/toolkit';
import type { EvaluationApp } from './app';

export interface TagLine extends Component {
  /** The tags of another input are shown from now on. */
  pick(name: string): void;
  focus(): void;
}

/** The tags of the input that was picked last, to be read and changed in one line. */
export function tagLine(app: EvaluationApp): TagLine {
  const title = element('span', { class: 'tag-title quiet' });
  const field = textField({
    label: t('Tags of the picked image'),
    placeholder: t('Tags, with commas between'),
    onInput: () => undefined,
  });
  const node = element('div', { class: 'tag-line' }, title, field);
  let picked: string | null = null;
  const save = (): void => {
    const tags = tagsIn(field.value);
    if (picked === null || tags.join() === (app.document.tags[picked] ?? []).join()) return;
    app.post({ kind: 'tag', name: picked, tags });
  };
  // Leaving the field keeps what was written, as Enter does.
  field.addEventListener('change', save);
  const update = (): void => {
    setText(title, picked === null ? t('Pick an image to put tags on it.') : t('Tags of {0}', picked));
    setAttribute(title, 'title', title.textContent);
    // It keeps its place, so that nothing moves when an image is picked.
    field.style.visibility = picked === null ? 'hidden' : '';
    if (document.activeElement !== field) field.value = (app.document.tags[picked ?? ''] ?? []).join(', ');
  };
  return {
    element: node,
    update,
    focus: () => field.focus(),
    pick(name) {
      picked = name;
      update();
    },
  };
}
