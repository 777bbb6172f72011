import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { ExplainerFacts } from '../../protocol/explainer';
import { LensError } from '../../protocol/error';
import { readFile } from '../file/reading';
import { MODEL } from '../file/kind';
import { decodeOnnx } from '../format/onnx/reader';
import { encodeOnnxFile } from '../format/onnx/writer';
import { withShapes } from '../graph/shapes';
import type { LearnedExplainer } from '../session/learned-explainer';
import type { ModelFile } from './model-file';

/** The file of a learned explainer, an ONNX graph beside the model. No ending of models: it is none to choose. */
export const explainerPath = (model: string): string => `${model}.l2x`;

const FACTS = 'explainer';

export const encodeExplainer = ({ model, facts }: LearnedExplainer): Uint8Array =>
  encodeOnnxFile({ ...model, metadata: new Map([...model.metadata, [FACTS, JSON.stringify(facts)]]) });

/** What was learned for a model, read when it is asked for; undefined where nothing was. */
export function explainerOf({ path, hash }: ModelFile): (() => LearnedExplainer) | undefined {
  const place = explainerPath(path);
  if (!existsSync(place)) return undefined;
  let known: LearnedExplainer | undefined;
  return () => (known ??= checked(readExplainer(place), hash, place));
}

/** The hash of what was learned for a model; null where nothing was. */
export function explainerHash({ path }: ModelFile): string | null {
  const place = explainerPath(path);
  return existsSync(place) ? createHash('sha256').update(readFile(place, MODEL)).digest('hex') : null;
}

/** @throws LensError `corrupt-model` */
function readExplainer(path: string): LearnedExplainer {
  try {
    const model = decodeOnnx(readFile(path, MODEL));
    return { model: withShapes(model), facts: JSON.parse(model.metadata.get(FACTS)!) as ExplainerFacts };
  } catch (cause) {
    if (cause instanceof LensError && cause.code !== 'corrupt-model') throw cause;
    throw new LensError(
      { code: 'corrupt-model', what: 'the learned explainer is damaged', where: path, next: AGAIN },
      { cause },
    );
  }
}

const AGAIN = 'Learn it again (saliency-lens learn MODEL FOLDER)';

/** @throws LensError where it was learned for another version of the model */
function checked(explainer: LearnedExplainer, hash: string, where: string): LearnedExplainer {
  if (explainer.facts.modelHash === hash) return explainer;
  const what = 'the explainer was learned for another version of this model';
  throw new LensError({ code: 'unsupported-model', what, where, next: AGAIN });
}
