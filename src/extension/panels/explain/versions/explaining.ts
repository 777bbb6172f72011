import * as vscode from 'vscode';
import { cardIdOf } from '../../../../protocol/cards';
import type { ErrorReport } from '../../../../protocol/error';
import type { PredictResult } from '../../../../protocol/prediction';
import type { FloatMap } from '../../../../protocol/raster';
import type { VersionEvent } from '../../../../protocol/versions';
import type { Services } from '../../../services';
import { reducedMap } from '../reduction';
import { versionSide, type VersionPlan } from './plan';
import type { VersionResult } from './results';

interface Made {
  said: Float32Array;
  link: PredictResult['link'];
  readonly maps: Map<string, FloatMap | ErrorReport>;
  error: ErrorReport | null;
}

/** All that a version says of the pinned images. @param file where its weights lie @throws LensError */
export async function explained(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  plan: VersionPlan,
  file: vscode.Uri,
  signal: AbortSignal,
): Promise<VersionResult> {
  const place = await files.pathOf(file);
  const model = await files.pathOf(vscode.Uri.parse(plan.document.model!.uri));
  const result = new Map<string, Made>(
    plan.inputs.map(({ uri }) => [uri, { said: new Float32Array(), link: undefined, maps: new Map(), error: null }]),
  );
  const hear = (event: VersionEvent): void => {
    const input = plan.inputs[event.at];
    const made = result.get(input.uri)!;
    if (event.kind === 'failed') made.error = event.error;
    else if (event.kind === 'explained') hearMap(made, event.event, plan);
    else {
      plan.learn(input, event.result);
      made.said = saidBy(event.result);
      made.link = event.result.link;
    }
  };
  const ask = async (methods: VersionPlan['methods']): Promise<void> => {
    const request = { file: place, model, inputs: await plan.asked(files), methods };
    await engine.call('version.explain', request, { signal, onEvent: hear });
  };
  // All versions explain the same of an image: what that is may have to be asked first.
  if (!plan.isSettled) await ask([]);
  await ask(plan.methods);
  return result;
}

function hearMap(made: Made, event: Extract<VersionEvent, { kind: 'explained' }>['event'], plan: VersionPlan): void {
  const card = cardIdOf(plan.cards[event.index].key);
  if (event.kind === 'failed') made.maps.set(card, event.error);
  if (event.kind === 'finished') made.maps.set(card, reducedMap(event.result.map, versionSide));
}

function saidBy({ predictions }: PredictResult): Float32Array {
  const said = new Float32Array(1 + Math.max(-1, ...predictions.map(({ index }) => index))).fill(NaN);
  for (const { index, probability } of predictions) said[index] = probability;
  return said;
}
