import type { NotebookResult } from '../../protocol/notebook';
import { drawResult } from './drawing';

/** What VS Code hands over of an output. https://code.visualstudio.com/api/extension-guides/notebook */
interface OutputItem {
  readonly mime: string;
  json(): unknown;
}

/** Called by VS Code once, when an output of our type is shown first. */
export const activate = (): { renderOutputItem(item: OutputItem, place: HTMLElement): Promise<void> } => ({
  async renderOutputItem(item, place) {
    try {
      const result = checked(item.json());
      const canvas = document.createElement('canvas');
      await drawResult(canvas, result);
      canvas.style.maxWidth = '100%';
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', spoken(result));
      place.replaceChildren(canvas, predictionsOf(result));
    } catch (thrown) {
      const said = document.createElement('p');
      said.setAttribute('role', 'alert');
      said.textContent = `This explanation cannot be shown (${thrown instanceof Error ? thrown.message : String(thrown)}). Make it anew with saliency-lens explain … --notebook.`;
      place.replaceChildren(said);
    }
  },
});

function predictionsOf({ predictions }: NotebookResult): HTMLElement {
  const list = document.createElement('ol');
  for (const { label, score } of predictions) {
    const row = document.createElement('li');
    row.textContent = `${label} ${score.toFixed(4)}`;
    list.append(row);
  }
  return list;
}

const spoken = ({ input, model, target, maps }: NotebookResult): string =>
  `Why ${model} sees ${target} in ${input}: ${maps.map(({ label }) => label).join(', ')}`;

/** @throws Error for what no version of the command line has written */
function checked(value: unknown): NotebookResult {
  const result = value as Partial<NotebookResult> | null;
  if (result?.version !== 1) throw new Error('it is of another version');
  const { maps, predictions, image } = result;
  const isList = (list: unknown): list is readonly object[] =>
    Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null);
  if (!isList(maps) || !isList(predictions) || (image !== null && typeof image !== 'string'))
    throw new Error('parts of it are missing');
  for (const { dims, values } of maps) {
    const count = isNumbers(dims) ? dims.reduce((all, length) => all * length, 1) : 0;
    if (typeof values !== 'string' || count < 1 || atob(values).length !== 4 * count)
      throw new Error('a map is damaged');
  }
  return result as NotebookResult;
}

const isNumbers = (list: unknown): list is readonly number[] =>
  Array.isArray(list) && list.length > 1 && list.every(Number.isInteger);
