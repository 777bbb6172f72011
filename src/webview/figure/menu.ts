import type { FigureForm } from '../../protocol/figure';
import { outcomeOf } from '../../protocol/loading';
import type { PageCalls, PageToHost } from '../../protocol/page';
import type { FigureLayout } from '../draw/figure';
import { printedFigure } from '../draw/printed-figure';
import { t } from '../ui/l10n';
import type { MenuItem } from '../ui/menu';

/** What a panel makes a figure of: what it shows now. */
export interface ShownFigure {
  /** Of the file, without its ending. */
  name(): string;
  layout(): FigureLayout | Promise<FigureLayout>;
  /** What made it, or what it comes to, in sentences below. */
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
    { label: t('Figure (.png)'), run: () => saveFigure(page, shown, 'png') },
    { label: t('Figure (.pdf)'), run: () => saveFigure(page, shown, 'pdf') },
    { label: t('Figure (.svg)'), run: () => saveFigure(page, shown, 'svg') },
  ];
}

/** Laid out by the engine, alike in every form. */
async function saveFigure(page: FigurePage, shown: ShownFigure, form: FigureForm): Promise<void> {
  const answer = await outcomeOf(drawn(page, shown, form));
  if (answer.state === 'done')
    page.post({ kind: 'saveFiles', files: [{ name: `${shown.name()}.figure.${form}`, bytes: answer.value }] });
  if (answer.state === 'error') page.notify([answer.error.what, answer.error.next].filter(Boolean).join('. '));
}

async function copyFigure(page: FigurePage, shown: ShownFigure): Promise<void> {
  try {
    // The promise, not the image: a browser lets a page write only right after a click.
    const png = drawn(page, shown, 'png').then((bytes) => new Blob([bytes as BlobPart], { type: 'image/png' }));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    page.notify(t('The figure was copied.'));
  } catch {
    page.notify(t('The figure could not be copied here. Save it as a file.'));
  }
}

async function drawn(page: FigurePage, shown: ShownFigure, form: FigureForm): Promise<Uint8Array> {
  const figure = await printedFigure(await shown.layout(), shown.notes());
  return (await page.ask('drawFigure', { figure, form })).bytes;
}
