import { methods } from '../attribution';
import { Draws } from '../attribution/draws';
import type { Attribution, MethodContext } from '../attribution/method';
import { completed } from '../parameter/values';
import { LensError } from '../../protocol/error';
import { Execution } from '../session/execution';
import type { Score } from '../session/score';
import { floats, type FloatTensor, type Tensor } from '../tensor/tensor';
import type { CaseFiles, ReferenceCase } from './adapter';

/** Parameters that say where a case comes from, not how it is computed. */
const PROVENANCE = ['layer', 'torchModule', 'output', 'baselineFile', 'upsampling', 'reshape', 'alignCorners', 'rule'];

/** What a case overrides of the usual translation. */
export interface Translation {
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly input?: FloatTensor;
}

/** Runs the attribution method of a case with the case's own parameters, draws and target. */
export async function explained(
  reference: ReferenceCase,
  files: CaseFiles,
  translation: Translation = {},
): Promise<Attribution> {
  return (await prepared(reference, files, translation)).run();
}

async function prepared(
  reference: ReferenceCase,
  files: CaseFiles,
  translation: Translation,
): Promise<{ run(): Promise<Attribution> }> {
  const id = translation.method ?? reference.method;
  const method = methods.find((m) => m.id === id);
  if (!method) throw new LensError({ code: 'invalid-argument', what: `there is no method ${id}` });
  const network = await files.network(reference.model!);
  const input = translation.input ?? files.floats(reference.input!);
  const given = translation.params ?? reference.params;
  const params = Object.fromEntries(
    Object.entries(given).filter(([name]) => method.params.some((p) => p.name === name) || !PROVENANCE.includes(name)),
  );
  const stored = storedDraws(reference, files, input, params);
  const context: MethodContext = {
    network,
    input,
    score: scoreOf(reference, files),
    params: completed(method.params, params),
    layer: reference.params.layer,
    draws: new Draws(0, stored),
    files: {},
    execution: new Execution(files.signal),
    report: () => undefined,
  };
  return { run: () => method.run(context) };
}

/** `baseline: stored`, a number, or a file all end as draws named `baseline`. */
function storedDraws(
  reference: ReferenceCase,
  files: CaseFiles,
  input: FloatTensor,
  params: Record<string, unknown>,
): Record<string, Tensor> {
  const stored: Record<string, Tensor> = {};
  for (const [name, path] of Object.entries(reference.draws ?? {})) stored[name] = files.array(path);
  const { baseline } = params;
  const file = reference.params.baselineFile as string | undefined;
  if (file) stored.baseline = files.floats(file);
  else if (typeof baseline === 'number')
    stored.baseline = floats(input.dims, new Float32Array(input.data.length).fill(baseline));
  if (stored.baseline) delete params.baseline;
  return stored;
}

/** The score a case names: a class, its logit or probability, and for dense outputs a region. */
export function scoreOf(reference: ReferenceCase, files: CaseFiles, target = reference.target): Score {
  return {
    index: Number(Array.isArray(target) ? target[0] : target),
    kind: reference.params.output === 'probability' ? 'probability' : 'logit',
    mask: reference.targetMask ? files.floats(reference.targetMask).data : undefined,
  };
}
