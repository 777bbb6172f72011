import * as vscode from 'vscode';
import { LensError } from '../../../../protocol/error';
import type { ErrorReport } from '../../../../protocol/error';
import type { ModelVersion } from '../../../../protocol/versions';
import type { SavedVersion } from './following';

const whenOf = (time: number): string => new Date(time).toLocaleString();

/** What a state of the model's file is called: by when it was written. */
export function namesOfSaved({ time, hash }: SavedVersion): Pick<ModelVersion, 'name' | 'about'> {
  return {
    name: new Date(time).toLocaleTimeString(undefined, { hour12: false }),
    about: vscode.l10n.t('written {0}, {1}', whenOf(time), hash.slice(0, 12)),
  };
}

/** What a file of a series is called: as it is. */
export function namesOfFile(file: vscode.Uri, time: number): Pick<ModelVersion, 'name' | 'about'> {
  const name = file.path.split('/').at(-1)!;
  return { name, about: `${name}, ${whenOf(time)}` };
}

export const stopped = (): ErrorReport =>
  new LensError({
    code: 'cancelled',
    what: vscode.l10n.t('Stopped before it was explained'),
    next: vscode.l10n.t('Choose it again'),
  }).toReport();

export const stillBroken = (error: LensError): string =>
  vscode.l10n.t('The file is not whole: {0}. The last whole version stays until it is written again.', error.what);
