import type { FigureForm } from '../../protocol/figure';
import { outcomeOf } from '../../protocol/loading';
import type { PageCalls, PageToHost } from '../../protocol/page';
import { drawFigure, type FigureLayout } from '../draw/figure';
import { printedFigure } from '../draw/printed-figure';
import { t } from '../ui/l10n';
import type { MenuItem } from '../ui/menu';

/** What a panel makes a figure of: what it shows now. */
export interface ShownFigure {
  /** Of the file, without its ending. */
  name(): string;
  layout(): FigureLayout | Promise<FigureLayout>;
  /** What made it, or what it comes to, in sentences below: print has room for them. */
  notes(): readonly string[];
}

type Drawing = PageCalls['drawFigure'];

/** The page it is kept from. */
interface FigurePage {
  post(message: PageToHost): void;
  ask(name: 'drawFigure', argument: Drawing['arguments']): Promise<Drawing['answer']>;
  notify(sentence: string): void;
}

/** The ways to keep the figure of what is on screen, the same in every panel. */
export function figureItems(page: FigurePage, shown: ShownFigure): MenuItem[] {
  return [
    { label: t('Copy figure'), run: () => copyFigure(page, shown) },
    { label: t('Figure (.png)'), run: () => saveFigure(page, shown) },
    { label: t('Figure (.pdf)'), run: () => savePrint(page, shown, 'pdf') },
    { label: t('Figure (.svg)'), run: () => savePrint(page, shown, 'svg') },
  ];
}

async function saveFigure(page: FigurePage, shown: ShownFigure): Promise<void> {
  const bytes = new Uint8Array(await (await blobOf(shown)).arrayBuffer());
  page.post({ kind: 'saveFiles', files: [{ name: `${shown.name()}.figure.png`, png: bytes }] });
}

/** The same for print: text as text, as wide as a page. */
async function savePrint(page: FigurePage, shown: ShownFigure, form: FigureForm): Promise<void> {
  const figure = await printedFigure(await shown.layout(), shown.notes());
  const answer = await outcomeOf(page.ask('drawFigure', { figure, form }));
  if (answer.state === 'done')
    page.post({ kind: 'saveFiles', files: [{ name: `${shown.name()}.figure.${form}`, bytes: answer.value.bytes }] });
  if (answer.state === 'error') page.notify([answer.error.what, answer.error.next].filter(Boolean).join('. '));
}

async function copyFigure(page: FigurePage, shown: ShownFigure): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': await blobOf(shown) })]);
    page.notify(t('The figure was copied.'));
  } catch {
    page.notify(t('The figure could not be copied here. Save it as a file.'));
  }
}

async function blobOf(shown: ShownFigure): Promise<Blob> {
  const canvas = document.createElement('canvas');
  drawFigure(canvas, await shown.layout());
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob ?? new Blob();
}
