import { createSession } from '../../session/runtime';
import type { FloatTensor } from '../../tensor/tensor';
import { lossGradient } from '../../training/gradient';
import { WEIGHTS } from '../../training/step';
import { withVectorInputs } from '../../training/vector-inputs';
import type { RunCase } from '../adapter';
import { caseNetwork, lossOf, maskInput, modeOf, targetsOf } from './network';

/** A loss, and its gradient with respect to every weight. */
export const weightGradient: RunCase = async (reference, files) => {
  const { params, draws = {} } = reference;
  const { network, parameters } = await caseNetwork(reference, files, 'gradient.');
  const made = lossGradient(network, {
    parameters: [...parameters.values()],
    mode: modeOf(params),
    loss: lossOf(params),
  });
  made.builder.clearOutputs();
  made.builder.output(made.loss);
  made.builder.output(made.gradient);
  const session = await createSession(
    withVectorInputs(made.builder.build(), { [WEIGHTS]: made.weights }),
    files.runtime,
  );
  const results = await session.run({
    [network.input]: files.floats(reference.input as string),
    [made.targets]: targetsOf(reference, files),
    [WEIGHTS]: made.weights.initial(),
    ...Object.fromEntries(Object.entries(draws).map(([draw, path]) => [maskInput(draw), files.array(path)])),
  });
  await session.release();
  const gradients = made.weights.views(results[made.gradient] as FloatTensor);
  return {
    loss: Number(results[made.loss].data[0]),
    ...Object.fromEntries([...parameters].map(([key, name]) => [`gradient.${key}`, gradients.get(name)!])),
  };
};
