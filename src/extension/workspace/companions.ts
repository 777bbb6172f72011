import path from 'node:path';
import * as vscode from 'vscode';
import { SAVED_MODEL } from '../../protocol/model-files';
import { isTensorFlowModel } from './sniffing';

interface Manifest {
  readonly weightsManifest?: readonly { readonly paths?: readonly string[] }[];
}

/**
 * Files and folders beside a model without which it cannot be read, relative to its folder: a TensorFlow.js model's
 * shards, a SavedModel's variables.
 */
export async function companionsOf(model: vscode.Uri): Promise<string[]> {
  if (path.posix.basename(model.path) === SAVED_MODEL) return ['variables', 'assets'];
  if (!model.path.endsWith('.json') || !(await isTensorFlowModel(model))) return [];
  try {
    const document = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(model))) as Manifest;
    return (document.weightsManifest ?? []).flatMap(({ paths = [] }) => paths.map(decodeURIComponent)).filter(isBelow);
  } catch {
    // What is wrong with the file is said when it is read.
    return [];
  }
}

/** A path that stays in the model's folder. */
const isBelow = (place: string): boolean =>
  !path.posix.isAbsolute(place) && !path.posix.normalize(place).startsWith('..');
