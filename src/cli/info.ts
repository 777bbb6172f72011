import { describeModel } from '../engine/model/description';
import { guessText, recipeText } from '../engine/image/recipe-text';
import { checkImport } from '../engine/model/import-check';
import { readModelFile } from '../engine/model/model-file';
import type { ModelDescription } from '../protocol/model';
import type { AddCommand } from './command';
import { jsonOption } from './options';
import { runCommand } from './run';

/** `saliency-lens info MODEL`: what a model file holds. */
export const addInfo: AddCommand = (program) => {
  program
    .command('info')
    .argument('<model>', 'a model file')
    .description(
      'show inputs, outputs, layers, the tensor taken as logits and what stops gradients; runs nothing unless asked to',
    )
    .option('--check', 'compare an imported model with TensorFlow.js itself on a random input')
    .addOption(jsonOption())
    .action((model: string, options: { json?: boolean; check?: boolean }) =>
      runCommand(options.json === true, async () => {
        const file = await readModelFile(model);
        if (options.check) await checkImport(file);
        const description = describeModel(file);
        return { json: description, text: asText(description) };
      }),
    );
};

const shapeText = (shape: ModelDescription['inputs'][number]['shape']): string =>
  shape ? `[${shape.map((d) => d ?? '?').join(', ')}]` : '[?]';
const count = (n: number): string => n.toLocaleString('en-US');

/** What stands in the scores. */
const countedOf = ({ task }: ModelDescription): string =>
  task.id === 'regression' || task.id === 'embedding' ? 'values' : 'classes';

function asText(model: ModelDescription): string {
  const lines = [
    `${model.path}  ${model.format}, ${count(model.fileBytes)} bytes, SHA-256 ${model.hash.slice(0, 16)}`,
    `producer ${model.producer || 'unknown'}; IR ${model.irVersion}; ${model.opsets.map((o) => `${o.domain || 'ai.onnx'} ${o.version}`).join(', ')}`,
    ...model.inputs.map((v) => `input   ${v.name}  ${v.type} ${shapeText(v.shape)}`),
    ...model.outputs.map((v) => `output  ${v.name}  ${v.type} ${shapeText(v.shape)}`),
    `task    ${model.task.id}: ${model.task.reason}`,
    `logits  ${model.logits.tensor}  ${model.logits.classes} ${countedOf(model)}, ${model.logits.kind}: ${model.logits.reason}`,
    `CAM     ${model.camLayer ? `${model.camLayer.tensor}: ${model.camLayer.reason}` : 'none was found'}`,
    `images  ${recipeText(model.recipe)}`,
    ...(model.recipe.guessed.length > 0 ? [`guessed ${guessText(model.recipe)}`] : []),
    `${count(model.parameters)} parameters, ${count(model.macs)} multiply-accumulates`,
    model.gradientBarriers.length === 0
      ? 'gradients pass every operator'
      : `gradients stop at ${model.gradientBarriers.map((b) => `${b.op} (${b.node})`).join(', ')}`,
    ...(model.importCheck ? [`import  ${model.importCheck.text}`] : []),
    ...model.warnings.map((warning) => `warning: ${warning}`),
    '',
    ...model.layers.map(
      (layer) =>
        `${layer.op.padEnd(22)} ${shapeText(layer.shape).padEnd(24)} ${count(layer.parameters).padStart(12)}  ${layer.tensor}`,
    ),
  ];
  return lines.join('\n');
}
