import type * as vscode from 'vscode';
import type { EngineProcess } from '../engine/process';
import { nameOf, type LocalFiles } from './location';

/** What tells which files are DICOM, and which of them belong together. */
export interface DicomReader {
  readonly engine: Pick<EngineProcess, 'call'>;
  readonly files: LocalFiles;
}

/** Of names that a file of DICOM may have. */
const NAMED = /\.(dcm|dicom)$/i;
const UNNAMED = /^[^.]+$|\.(ima|[\d.]*\d)$/i;

/** Whether a name says nothing, or that it is DICOM: what it is, its content tells. */
export const mayBeDicom = (uri: vscode.Uri): boolean => NAMED.test(nameOf(uri)) || UNNAMED.test(nameOf(uri));

/**
 * Files with those of DICOM sorted out: what is none goes, and of a series one file stays where the model takes volumes.
 * Where that cannot be found out, those that are named so stay.
 */
export async function withDicom(
  files: readonly vscode.Uri[],
  { engine, files: local }: DicomReader,
  model: vscode.Uri | undefined,
): Promise<vscode.Uri[]> {
  const asked = files.filter((uri) => uri.scheme === 'file' && mayBeDicom(uri));
  const others = files.filter((uri) => !mayBeDicom(uri) || (uri.scheme !== 'file' && NAMED.test(nameOf(uri))));
  if (asked.length === 0) return others;
  try {
    const paths = new Map(asked.map((uri) => [uri.fsPath, uri]));
    const answer = await engine.call('input.dicom', {
      files: [...paths.keys()],
      ...(model && { model: await local.pathOf(model) }),
    });
    return [...others, ...answer.flatMap((path) => paths.get(path) ?? [])];
  } catch {
    return [...others, ...asked.filter((uri) => NAMED.test(nameOf(uri)))];
  }
}
