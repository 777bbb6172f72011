import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeOnnx } from '../../src/engine/format/onnx/reader';
import { encodeOnnxFile } from '../../src/engine/format/onnx/writer';
import type { Weight } from '../../src/engine/graph/model';
import { weightOf } from '../../src/engine/graph/weight';
import { floats } from '../../src/engine/tensor/tensor';
import type { Workbench } from './workbench';

/** The model after some more training, as it were: every weight of floats is a little larger or smaller. */
export function trained(model: Uint8Array, step: number): Uint8Array {
  const read = decodeOnnx(model);
  const weights = new Map(
    [...read.graph.weights].map(([name, weight], i): [string, Weight] => {
      if (weight.type !== 'float32') return [name, weight];
      const data = new Float32Array(Uint8Array.from(weight.bytes).buffer);
      const changed = data.map((value, k) => value * (1 + 0.15 * Math.sin(step + i + k)));
      return [name, weightOf(floats(weight.dims, changed))];
    }),
  );
  return encodeOnnxFile({ ...read, graph: { ...read.graph, weights } });
}

/** Writes a file as a slow exporter does: half of it, then, after a while, the rest. */
export async function writeInHalves(file: string, bytes: Uint8Array, gap: number): Promise<void> {
  const middle = Math.floor(bytes.length / 2);
  writeFileSync(file, bytes.subarray(0, middle));
  await pause(gap);
  appendFileSync(file, bytes.subarray(middle));
}

/** What the strip calls a version: the beginning of its hash. */
export const versionOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

export const versionIn = (file: string): string => versionOf(readFileSync(file));

/** Opens the versions of the model of the Explain panel, follows its file, and notes what is shown from then on. */
export async function followModel(workbench: Workbench): Promise<void> {
  const panel = workbench.webview();
  await panel.getByRole('radio', { name: /What changed from one version/ }).check({ force: true });
  await panel.locator('.versions .message vscode-button').first().click();
  await panel.locator('body').evaluate((body) => {
    const seen: string[] = [];
    const note = (): void => {
      const chosen = body.querySelector<HTMLElement>('.version[data-role=after][data-state=done]');
      const [hash] = /[0-9a-f]{12}/.exec(chosen?.title ?? '') ?? [];
      if (hash && seen.at(-1) !== hash) seen.push(hash);
    };
    Object.assign(window, { versionsSeen: seen });
    new MutationObserver(note).observe(body, { subtree: true, childList: true, attributes: true });
    note();
  });
}

/** The versions that were shown, in turn. */
export function versionsSeen(workbench: Workbench): Promise<string[]> {
  return workbench
    .webview()
    .locator('body')
    .evaluate(() => (window as unknown as { versionsSeen: string[] }).versionsSeen);
}

/** Waits until a version is shown. */
export async function untilShown(workbench: Workbench, version: string, limit = 120_000): Promise<void> {
  const end = Date.now() + limit;
  while (!(await versionsSeen(workbench)).includes(version)) {
    if (Date.now() > end)
      throw new Error(
        `version ${version} was not shown: ${await workbench.webview().locator('.versions').innerText()}`,
      );
    await pause(200);
  }
}
