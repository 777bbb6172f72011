import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LensError } from '../../protocol/error';
import { SAVED_MODEL } from '../../protocol/model-files';
import { formatOf } from '../format';
import type { Format, ReadModel } from '../format/format';
import { refuseWeights } from '../format/weights-files';
import { MODEL } from '../file/kind';
import { readFile } from '../file/reading';
import type { Model } from '../graph/model';

/** What a model file holds, before anything native has run. */
export interface ModelFile {
  readonly path: string;
  readonly formatId: string;
  readonly raw: Model;
  readonly fileBytes: number;
  /** SHA-256 over the file and its external weights. */
  readonly hash: string;
  /** Names of files beside it in which some of its weights lie. */
  readonly beside: readonly string[];
  /** Of imported models: what TensorFlow.js needs to run the same one. */
  readonly original?: ReadModel['original'];
  /** Of models that an external runtime runs as a whole: what it needs. */
  readonly external?: ReadModel['external'];
}

/** Reads a model file of any format. @param place the file, or the folder of a SavedModel @throws LensError */
export async function readModelFile(place: string): Promise<ModelFile> {
  const inside = join(place, SAVED_MODEL);
  const path = existsSync(inside) ? inside : place;
  refuseWeights(path);
  const bytes = readFile(path, MODEL);
  const format = formatOf(path, bytes);
  const { model, sources, beside = [], original, external } = await read(format, path, bytes);
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source);
  return {
    path,
    formatId: format.id,
    raw: model,
    fileBytes: sources.reduce((sum, s) => sum + s.length, 0),
    hash: hash.digest('hex'),
    beside,
    original,
    external,
  };
}

/** @throws LensError that names the file */
async function read(format: Format, path: string, bytes: Uint8Array): Promise<ReadModel> {
  try {
    return await format.read(path, bytes);
  } catch (thrown) {
    throw LensError.in(basename(path), thrown instanceof LensError ? thrown : damaged(format, thrown));
  }
}

/** A reader that stumbles has met what no such file holds; its own words say nothing to a person. */
function damaged({ id }: Format, cause: unknown): LensError {
  return new LensError(
    {
      code: 'corrupt-model',
      what: `the model file is damaged: its contents are not those of a model in the format ${id}`,
      next: 'Export or copy the file again',
    },
    { cause },
  );
}
