import * as vscode from 'vscode';
import type { SampleVerdict } from '../../protocol/sample-tests';
import type { TestSubject } from './subjects';

/** What a sample fails, one sentence each; none for one that passes. */
export function failuresOf(
  { right, expected, predicted, probability, expectedProbability, iou, hit }: SampleVerdict,
  { iou: least, pointingGame }: Pick<TestSubject, 'iou' | 'pointingGame'>,
): string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    !right &&
      vscode.l10n.t(
        'Expected {0} ({1}), got {2} ({3}).',
        expected,
        percent(expectedProbability),
        predicted,
        percent(probability),
      ),
    least !== undefined &&
      iou !== null &&
      iou < least &&
      vscode.l10n.t(
        'The map overlaps the object with an IoU of {0}, which is below {1}.',
        iou.toPrecision(3),
        String(least),
      ),
    pointingGame && hit === false && vscode.l10n.t('The largest attribution lies outside the object.'),
  ].filter((text) => text !== false);
}

/** The failures with the heatmap of the predicted class, and a link to the Explain panel. */
export function messageOf(
  failures: readonly string[],
  verdict: SampleVerdict,
  image: vscode.Uri,
  model: vscode.Uri,
): vscode.TestMessage {
  const text = new vscode.MarkdownString(undefined, true);
  text.isTrusted = { enabledCommands: ['saliency-lens.explainTest'] };
  for (const failure of failures) text.appendMarkdown(`${escaped(failure)}\n\n`);
  const { heatmap, predicted } = verdict;
  if (heatmap)
    text.appendMarkdown(
      `![${vscode.l10n.t('Heatmap')}](data:image/jpeg;base64,${Buffer.from(heatmap).toString('base64')})\n\n`,
    );
  const link = `command:saliency-lens.explainTest?${encodeURIComponent(JSON.stringify([image.toString(), model.toString()]))}`;
  text.appendMarkdown(`[$(eye) ${vscode.l10n.t('Explain {0}', escaped(predicted))}](${link})`);
  return new vscode.TestMessage(text);
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>]/g, '\\$&');
}
