import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RESULTS } from '../../file/kind';
import { readJson } from '../../file/json';
import { encodeOnnxFile } from '../../format/onnx/writer';
import type { Model } from '../../graph/model';
import { sidecarPath } from '../../image/sidecar';
import { writeWhole } from '../../report/whole-file';
import { CheckpointFile } from '../run/checkpoint';
import { historyCsv, type EpochMeasures } from '../run/history';
import type { Measures } from '../run/measures';
import type { Recipe } from '../../../protocol/recipe';

/** What a fold came to. */
export interface FoldResult {
  readonly network: string;
  /** From 1. */
  readonly fold: number;
  /** The model, relative to the results. */
  readonly model: string;
  readonly parameters: number;
  readonly epochs: number;
  readonly keptEpoch: number;
  readonly validation: Measures;
  readonly training: Measures;
  readonly test: Measures | null;
  /** Inputs by their class and by the one predicted, a row per class: of the validation part, and of what there is to test with. */
  readonly confusion: Readonly<Record<'validation' | 'test', readonly (readonly number[])[] | null>>;
  /** Inputs of the validation part that were taken for another class. */
  readonly wrong: readonly { readonly input: string; readonly label: string; readonly predicted: string }[];
}

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

  /** @param remarks how it was trained, for the sidecar */
  write(result: FoldResult, model: Model, recipe: Recipe, remarks: object, history: readonly EpochMeasures[]): void {
    const path = join(this.out, this.model);
    writeWhole(path, encodeOnnxFile(model));
    writeWhole(sidecarPath(path), `${JSON.stringify({ ...recipe, _training: remarks }, null, 2)}\n`);
    writeWhole(path.replace(/\.onnx$/, '.history.csv'), historyCsv(history));
    writeWhole(this.result, `${JSON.stringify({ key: this.key, ...result }, null, 2)}\n`);
    this.checkpoint.remove();
  }
}
