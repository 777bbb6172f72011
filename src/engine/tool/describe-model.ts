import * as z from 'zod';
import type { LayerDescription, TensorDescription } from '../../protocol/model';
import { insideWorkspace } from '../file/workspace';
import { guessText, recipeText } from '../image/recipe-text';
import { model } from './arguments';
import { defineTool } from './tool';

const MOST_LABELS = 50;
const MOST_LAYERS = 60;

export const describeModel = defineTool({
  id: 'describe_model',
  label: 'Describe an image model',
  description:
    'Describes an image model: its task and why it is taken for that, inputs, outputs, classes, how images are preprocessed and what of it was only guessed, layers that can carry a class activation map, where gradients stop, and which explanation methods can run on it at what cost in forward passes.',
  arguments: z.object({ model }),
  async run(args, { call }) {
    const path = insideWorkspace(args.model, 'the model');
    const described = await call('model.describe', { model: path });
    const methods = await call('method.list', null);
    const costs = await call('method.cost', {
      model: path,
      methods: methods.map(({ id }) => ({ method: id, params: {} })),
    });
    const { recipe, task, logits, layers } = described;
    const spatial = layers.filter((layer) => layer.spatial);
    return {
      told: {
        model: path,
        format: described.format,
        producer: described.producer,
        parameters: described.parameters,
        multiply_accumulates: described.macs,
        task,
        inputs: described.inputs.map(tensorOf),
        outputs: described.outputs.map(tensorOf),
        classes: logits.classes,
        labels: recipe.labels.slice(0, MOST_LABELS),
        score: { tensor: logits.tensor, reason: logits.reason },
        preprocessing: recipeText(recipe),
        guessed: guessText(recipe) || null,
        automatic_layer: described.camLayer,
        // The last ones are those that explanations look at.
        layers: spatial.slice(-MOST_LAYERS).map(layerOf),
        gradients_stop_at: described.gradientBarriers,
        methods: costs.map(({ method, expectedPasses, unavailable }, k) => ({
          id: method,
          shows: methods[k].shows,
          ...(unavailable ? { unavailable } : { forward_passes: expectedPasses }),
        })),
        warnings: described.warnings,
      },
    };
  },
});

const tensorOf = ({ name, type, shape }: TensorDescription) => ({ name, type, shape });
const layerOf = ({ tensor, op, shape }: LayerDescription) => ({ layer: tensor, op, shape });
