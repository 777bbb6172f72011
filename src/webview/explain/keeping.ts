import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { bytesOf } from './exporting';
import { figureOf } from './figure';

/** The figure of what is on screen, as a file beside the other results. */
export async function saveFigure(app: ExplainApp): Promise<void> {
  const { inputs, current, model } = app.document;
  const shown = app.view.layout === 'cards' ? inputs[current].name : (model?.name ?? '');
  const stem = shown.replace(/\.[^.]+$/, '');
  app.post({ kind: 'saveFiles', files: [{ name: `${stem}.figure.png`, png: await bytesOf(figureOf(app)) }] });
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
