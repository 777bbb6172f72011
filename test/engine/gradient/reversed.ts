import { reverse } from '../../../src/engine/gradient/reverse';
import { gradientRule } from '../../../src/engine/gradient/rules';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import type { Model } from '../../../src/engine/graph/model';
import { pruned } from '../../../src/engine/graph/rewriting';

/**
 * The reverse graph of a model, from seeds `d:output` to gradients `g:input`, all float32 whatever the model computes
 * in.
 */
export function reversed(model: Model, outputs: readonly string[], targets: readonly string[]): Model {
  const builder = new GraphBuilder(model, 'back/');
  const typeOf = (name: string) =>
    model.graph.values.get(name)?.type ?? model.graph.inputs.find((v) => v.name === name)?.type ?? 'float32';
  const seed = (name: string): string => {
    const given = builder.input(`d:${name}`, 'float32', model.graph.values.get(name)?.shape ?? null);
    return typeOf(name) === 'float16' ? builder.op('Cast', [given], { to: { kind: 'int', value: 10 } }) : given;
  };
  const gradients = reverse(builder, {
    outputGradients: new Map(outputs.map((name) => [name, seed(name)])),
    targets,
    rules: gradientRule,
  });
  builder.clearOutputs();
  for (const [target, gradient] of gradients)
    builder.output(builder.op('Cast', [gradient], { to: { kind: 'int', value: 1 } }), `g:${target}`);
  return pruned(builder.build());
}
