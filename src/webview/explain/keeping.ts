import type { FigureForm } from '../../protocol/figure';
import { outcomeOf } from '../../protocol/loading';
import { printedFigure } from '../draw/printed-figure';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { bytesOf } from './exporting';
import { figureOf, layoutOf } from './figure';
import { provenance } from './provenance';

/** The figure of what is on screen, as a file beside the other results. */
export async function saveFigure(app: ExplainApp): Promise<void> {
  app.post({ kind: 'saveFiles', files: [{ name: nameOf(app, 'png'), png: await bytesOf(figureOf(app)) }] });
}

/** The same for print: text as text, as wide as a page. */
export async function savePrint(app: ExplainApp, form: FigureForm): Promise<void> {
  const notes = app.document.cards.map((card) => provenance(app, card).trim().split('\n').join(', '));
  const figure = await printedFigure(layoutOf(app), app.view.layout === 'cards' ? notes.filter(Boolean) : []);
  const answer = await outcomeOf(app.ask('drawFigure', { figure, form }));
  if (answer.state === 'done')
    app.post({ kind: 'saveFiles', files: [{ name: nameOf(app, form), bytes: answer.value.bytes }] });
  if (answer.state === 'error') app.notify([answer.error.what, answer.error.next].filter(Boolean).join('. '));
}

function nameOf({ document: { inputs, current, model }, view }: ExplainApp, ending: FigureForm): string {
  const shown = view.layout === 'cards' ? inputs[current].name : (model?.name ?? '');
  return `${shown.replace(/\.[^.]+$/, '')}.figure.${ending}`;
}

/** The figure of what is on screen, on the clipboard. */
export async function copyFigure(app: ExplainApp): Promise<void> {
  try {
    const png = new Blob([(await bytesOf(figureOf(app))) as BlobPart], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    app.notify(t('The figure was copied.'));
  } catch {
    app.notify(t('The figure could not be copied here. Save it as a file.'));
  }
}
