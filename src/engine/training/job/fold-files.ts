import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../../file/json';
import { MODEL, RESULTS } from '../../file/kind';
import { readFile } from '../../file/reading';
import { encodeOnnxFile } from '../../format/onnx/writer';
import type { Model } from '../../graph/model';
import { sidecarPath } from '../../image/sidecar';
import { writeWhole } from '../../report/whole-file';
import { CheckpointFile } from '../run/checkpoint';
import { historyCsv } from '../run/history';
import type { Recipe } from '../../../protocol/recipe';
import type { FoldResult } from '../../../protocol/training-result';

/** The files of one fold of a network. The result is written last: where it is, all of them are. */
export class FoldFiles {
  readonly checkpoint: CheckpointFile;
  /** Relative to the results. */
  readonly model: string;
  private readonly result: string;

  constructor(
    private readonly out: string,
    private readonly key: string,
    network: string,
    fold: number,
  ) {
    const name = join(network, `fold-${fold}`);
    this.model = `${network}/fold-${fold}.onnx`;
    this.result = join(out, `${name}.json`);
    this.checkpoint = new CheckpointFile(join(out, `${name}.checkpoint.safetensors`), key);
  }

  /** The result, where this same fold is finished. */
  finished(): FoldResult | null {
    if (!existsSync(this.result)) return null;
    const { key, ...result } = readJson(this.result, RESULTS) as FoldResult & { key: string };
    return key === this.key ? result : null;
  }

  /** Takes over what the same fold has come to elsewhere. */
  take(other: FoldFiles, result: FoldResult): void {
    for (const [k, path] of this.besides.entries()) writeWhole(path, readFile(other.besides[k], MODEL));
    this.writeResult(result);
  }

  /** @param remarks how it was trained, for the sidecar */
  write(result: FoldResult, model: Model, recipe: Recipe, remarks: object): void {
    const [file, sidecar, history] = this.besides;
    writeWhole(file, encodeOnnxFile(model));
    writeWhole(sidecar, `${JSON.stringify({ ...recipe, _training: remarks }, null, 2)}\n`);
    writeWhole(history, historyCsv(result.history));
    this.writeResult(result);
  }

  /** The model, its sidecar and its history. */
  private get besides(): readonly string[] {
    const path = join(this.out, this.model);
    return [path, sidecarPath(path), path.replace(/\.onnx$/, '.history.csv')];
  }

  private writeResult(result: FoldResult): void {
    writeWhole(this.result, `${JSON.stringify({ key: this.key, ...result }, null, 2)}\n`);
    this.checkpoint.remove();
  }
}
