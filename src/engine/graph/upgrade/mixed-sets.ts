import { OPSET, type Model, type ModelFunction } from '../model';
import { nextUpgrader } from './registry';

/**
 * What to tell of functions of another operator set than their model's: where a node of theirs means something else
 * there, it counts as in the model's, as ONNX Runtime has it.
 */
export function mixedSets({ opsets, functions }: Model): string[] {
  const model = opsets.get('') ?? OPSET;
  return functions.flatMap((called) => {
    const own = called.opsets.get('') ?? model;
    const ops = [...new Set(opsThatChange(called, own, model))];
    if (ops.length === 0) return [];
    return [
      `The function ${called.name.slice(0, 80)} is of operator set ${own}, the model of ${model}: its ${ops.join(', ')} means what it means in ${model}, as in ONNX Runtime.`,
    ];
  });
}

function opsThatChange({ nodes }: ModelFunction, own: number, model: number): string[] {
  const changes = (form: number, meaning: number, node: ModelFunction['nodes'][number]): boolean =>
    nextUpgrader(node, { form, meaning })?.changesMeaning === true;
  return nodes.filter((node) => changes(OPSET, own, node) !== changes(OPSET, model, node)).map(({ op }) => op);
}
