import type { Attribution } from '../attribution/method';
import { methodContext } from '../explanation/context';
import { methodOf } from '../explanation/methods';
import type { Score } from '../session/score';
import { floats, type FloatTensor, type Tensor } from '../tensor/tensor';
import type { CaseFiles, ReferenceCase } from './adapter';

/** Parameters that say where a case comes from, not how it is computed. */
const PROVENANCE = [
  'layer',
  'torchModule',
  'torchModules',
  'output',
  'baselineFile',
  'upsampling',
  'reshape',
  'alignCorners',
  'rule',
];

/** What a suite overrides of the usual translation. */
interface Translation {
  readonly params?: ReferenceCase['params'];
  /** Arrays beside the case's own draws. */
  readonly draws?: Readonly<Record<string, Tensor>>;
}

/** Runs the attribution method of a case with the case's own parameters, draws and target. */
export async function explained(
  reference: ReferenceCase,
  files: CaseFiles,
  translation: Translation = {},
): Promise<Attribution> {
  const method = methodOf(reference.method);
  const input = files.floats(reference.input!);
  const given = translation.params ?? reference.params;
  const params = Object.fromEntries(
    Object.entries(given).filter(([name]) => method.params.some((p) => p.name === name) || !PROVENANCE.includes(name)),
  );
  const draws = { ...translation.draws, ...storedDraws(reference, files, input, params) };
  const model = { network: await files.network(reference.model!) };
  const context = await methodContext(
    { model, input: { tensor: input }, score: scoreOf(reference, files) },
    { method: method.id, params, layer: reference.params.layer },
    { draws, signal: files.signal },
  );
  return method.run(context);
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
function scoreOf(reference: ReferenceCase, files: CaseFiles, target = reference.target): Score {
  return {
    index: Number(Array.isArray(target) ? target[0] : target),
    kind: reference.params.output === 'probability' ? 'probability' : 'logit',
    mask: reference.targetMask ? files.floats(reference.targetMask).data : undefined,
  };
}
