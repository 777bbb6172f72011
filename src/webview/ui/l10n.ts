import * as l10n from '@vscode/l10n';

/** Takes the translations the host wrote into the page. */
export function loadTranslations(): void {
  const text = document.getElementById('l10n')?.textContent;
  if (text) l10n.config({ contents: text });
}

/** The translation of an English sentence; `{0}`, `{1}`… stand for the arguments. */
export function t(sentence: string, ...argument: (string | number)[]): string {
  return l10n.t(sentence, ...argument);
}
