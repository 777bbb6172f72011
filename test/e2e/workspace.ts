import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { root } from './environment';

/** The image and the model that the main job is shown on, relative to the sample workspace. */
export const sample = { image: 'faces/test/sunglasses/sunglasses-00.png', model: 'faces-cnn.onnx' } as const;

export interface TemporaryWorkspace {
  readonly folder: string;
  remove(): void;
}

/** A copy of the sample workspace that a test may write to. */
export function copySamples(): TemporaryWorkspace {
  const workspace = emptyWorkspace();
  cpSync(path.join(root, 'samples'), workspace.folder, { recursive: true });
  return workspace;
}

/** A folder without anything in it. */
export function emptyWorkspace(): TemporaryWorkspace {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'saliency-lens-workspace-'));
  const folder = path.join(parent, 'samples');
  mkdirSync(folder);
  // The window's processes may still write when it is closed; they end within seconds.
  const remove = (): void => rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  return { folder, remove };
}
