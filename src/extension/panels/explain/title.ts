import * as vscode from 'vscode';
import type { ExplainDocument } from '../../../protocol/explain-document';

/** What the tab is about: the image, and the model that is asked. */
export function titleOf({ inputs, current, model }: Pick<ExplainDocument, 'inputs' | 'current' | 'model'>): string {
  const about = [inputs[current]?.name, model?.name];
  return about.some(Boolean)
    ? vscode.l10n.t('Explain {0}', about.filter(Boolean).join(' · '))
    : vscode.l10n.t('Explain');
}
