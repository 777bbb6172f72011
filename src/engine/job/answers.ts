import type { EngineCallName, EngineCalls } from '../../protocol/engine';
import type { Recipe } from '../../protocol/recipe';
import { openInput } from '../explanation/opened-input';
import { checkedRecipe, sidecarPath } from '../image/sidecar';
import type { Models } from '../model/open-models';
import type { Lane } from '../session/execution';
import { InputMemory, type Opened } from './input-memory';
import type { Lanes } from './lanes';

/** How one request of the protocol is answered. */
export type Answer<N extends EngineCallName> = (
  args: EngineCalls[N]['arguments'],
  emit: (event: EngineCalls[N]['event']) => void,
  signal: AbortSignal,
) => Promise<EngineCalls[N]['answer']>;

/** The answers to all requests whose names begin with a subject. */
export type Answers<Subject extends string> = {
  readonly [N in Extract<EngineCallName, `${Subject}.${string}`>]: Answer<N>;
};

/** What answers are made with. */
export interface Answering {
  readonly models: Models;
  readonly lanes: Lanes;
  readonly inputs: InputMemory;
  opened(model: string, input: string): Promise<Opened>;
  /** With a recipe that is not kept. */
  tried(model: string, input: string, recipe: Recipe): Promise<Opened>;
  /** Behind all other work where nobody waits for it. */
  inLane<T>(background: true | undefined, work: (lane: Lane) => Promise<T>): Promise<T>;
}

export function answeringWith(models: Models, lanes: Lanes): Answering {
  const inputs = new InputMemory();
  return {
    models,
    lanes,
    inputs,
    opened: async (model, input) => inputs.of(await models.open(model, input), input),
    tried: async (model, input, recipe) =>
      openInput(await models.openTrial(model, checkedRecipe({ ...recipe }, sidecarPath(model))), input),
    inLane: (background, work) => (background ? work(lanes.background) : lanes.interactively(work)),
  };
}
