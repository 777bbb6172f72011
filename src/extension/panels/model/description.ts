import type { ModelDescription } from '../../../protocol/model';
import type { RecipeFault } from '../../../protocol/model-editor';
import { LensError, type ErrorCode } from '../../../protocol/error';
import type { Recipe } from '../../../protocol/recipe';
import type { EngineProcess } from '../../engine/process';

interface Question {
  readonly model: string;
  readonly recipe: Recipe;
  /** The recipe is the sidecar's, which the engine reads itself. */
  readonly stored?: true;
}

interface Described {
  readonly description: ModelDescription;
  readonly faults: readonly RecipeFault[];
}

/** No recipe is to blame for these. */
const hopeless: readonly ErrorCode[] = ['corrupt-model', 'engine-stopped', 'out-of-memory', 'time-limit'];

/**
 * A model as it is under a recipe. Fields of the recipe that cannot be are left out, and told of with the reason: what
 * is wrong with a recipe hides nothing of the model. @throws LensError where the model itself cannot be read
 */
export async function describedBy(
  engine: EngineProcess,
  { model, recipe, stored }: Question,
  signal?: AbortSignal,
): Promise<Described> {
  const describe = (given?: Recipe): Promise<ModelDescription> =>
    engine.call('model.describe', { model, ...(given && { recipe: given }) }, { signal });
  const tried = async (given?: Recipe): Promise<ModelDescription | LensError> => {
    try {
      return await describe(given);
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (error.code === 'cancelled') throw error;
      return error;
    }
  };
  const whole = await tried(stored ? undefined : recipe);
  if (!(whole instanceof LensError)) return { description: whole, faults: [] };
  if (hopeless.includes(whole.code)) throw whole;
  let [good, description]: [Recipe, ModelDescription] = [{}, await describe({})];
  const faults: RecipeFault[] = [];
  for (const [field, value] of Object.entries(recipe)) {
    const longer = { ...good, [field]: value };
    const found = await tried(longer);
    if (found instanceof LensError) faults.push({ field, error: found.toReport() });
    else [good, description] = [longer, found];
  }
  return { description, faults: faults.length > 0 ? faults : [{ field: null, error: whole.toReport() }] };
}
