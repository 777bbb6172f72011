import * as vscode from 'vscode';
import type { IllustratedCheck, RecipeCheck } from '../../../protocol/recipe-check';

/** A check once what it found is written: that is in force now, and its figures stay in sight. */
export function adopted({ check, thumbnails }: IllustratedCheck, sidecar: string): IllustratedCheck {
  const families = check.families.map((family) => ({
    ...family,
    candidates: family.candidates.map((candidate, i) => ({ ...candidate, isCurrent: i === 0 })),
  }));
  return { check: { ...check, families, verdict: written(check, sidecar) }, thumbnails };
}

/** The last family was tried with the best of all others: its first candidate is the recipe as a whole. */
function written({ families, labelled }: RecipeCheck, sidecar: string): string {
  const { right, confidence } = families[families.length - 1].candidates[0];
  return right
    ? vscode.l10n.t('Written to {0}; {1} of {2} right.', sidecar, right.count, labelled)
    : vscode.l10n.t('Written to {0}; mean probability {1} %.', sidecar, (100 * confidence).toFixed(0));
}
