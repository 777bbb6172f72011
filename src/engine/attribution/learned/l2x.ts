import { LensError } from '../../../protocol/error';
import type { ExplainerFacts } from '../../../protocol/explainer';
import { EXPLAINER, type LearnedExplainer } from '../../session/learned-explainer';
import type { Network } from '../../session/network';
import { largest } from '../../tensor/ranking';
import type { FloatTensor } from '../../tensor/tensor';
import { defineMethod } from '../method';

/** L2X: a second network has learned which cells of an input the model needs, and tells them in one pass. */
export const l2x = defineMethod({
  id: 'l2x',
  label: 'L2X',
  group: 'learned',
  paper: {
    authors: 'Chen, Song, Wainwright & Jordan',
    year: 2018,
    title: 'Learning to Explain: An Information-Theoretic Perspective on Model Interpretation',
    url: 'https://arxiv.org/abs/1802.07814',
  },
  shows:
    'Which few cells of the input tell most about the answer, as a network has learned that was taught by the model.',
  misleads:
    'It explains as well as it has learned: away from its data it guesses, and a cell may be chosen because its place gives the answer away.',
  needs: [],
  signed: false,
  unit: 'relative',
  params: [],
  look: explainerOf,
  cost: (_, { explainerShare = 1 }) => explainerShare,
  async run({ network, input, execution }) {
    const { model, facts } = explainerOf(network);
    checkSize(model, input);
    const program = await network.program('l2x', () => model);
    const results = await execution.run(program, { [EXPLAINER.input]: input });
    const cells = (results[EXPLAINER.cells] as FloatTensor).data;
    return {
      map: results[EXPLAINER.shares] as FloatTensor,
      details: { chosen: largest(cells, facts.choices.features) },
      basis: { said: basisOf(facts), faithfulness: facts.faithfulness.model },
    };
  },
});

/** @throws LensError where none has been learned */
function explainerOf({ graph: { explainer } }: Network): LearnedExplainer {
  if (explainer) return explainer();
  throw new LensError({
    code: 'not-found',
    what: 'no explainer has been learned for this model',
    next: 'Learn one from a folder of its inputs: saliency-lens learn MODEL FOLDER',
  });
}

/** @throws LensError `wrong-shape` */
function checkSize({ graph: { inputs } }: LearnedExplainer['model'], { dims }: FloatTensor): void {
  const wanted = inputs[0].shape?.slice(1) ?? [];
  if (wanted.join() === dims.slice(1).join()) return;
  throw new LensError({
    code: 'wrong-shape',
    what: `the explainer was learned for inputs of ${wanted.join(' × ')}, and this one has ${dims.slice(1).join(' × ')}`,
    next: 'Give the model the size it had then, or learn an explainer for this one',
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function basisOf({ choices, cells, data, faithfulness }: ExplainerFacts): string {
  const { inputs, model, random } = faithfulness;
  const kept = `${choices.features} of ${cells} cells`;
  return `Learned from ${data.inputs} inputs of ${data.folder}; by its ${kept} alone the model answers as before in ${percent(model)} of ${inputs} others (post-hoc accuracy; by random cells in ${percent(random)}).`;
}
