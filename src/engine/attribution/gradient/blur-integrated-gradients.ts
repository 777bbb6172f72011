import { reverse } from '../../gradient/reverse';
import { gradientRule } from '../../gradient/rules';
import { GraphBuilder } from '../../graph/builder';
import { int, type Model } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import { number } from '../../parameter/kinds';
import { scoresOf } from '../../session/score';
import { asFloats, floats, sizeOf } from '../../tensor/tensor';
import { OUTPUT_GRADIENT } from '../derivation/derivative';
import { CosineTransform, damping } from '../derivation/diffusion';
import { repeatedSeed } from '../derivation/gradients';
import { stepsParameter } from '../derivation/quadrature';
import { total } from './integrated-gradients';
import { defineMethod, type MethodContext } from '../method';

const [IMAGE, POINT, CHANGE, TOTAL, LOGITS] = ['blur:image', 'blur:point', 'blur:change', 'blur:total', 'blur:logits'];

/**
 * ∫ ∂f/∂x · ∂x̃(σ)/∂σ dσ from the blurred input to the sharp one, by the midpoint rule: Σ_i g(x̃(σ_i + ½)) · (x̃(σ_i) −
 * x̃(σ_i+1)).
 */
export const blurIntegratedGradients = defineMethod({
  id: 'blur-integrated-gradients',
  label: 'Blur integrated gradients',
  group: 'gradient',
  paper: {
    authors: 'Xu, Venugopalan & Sundararajan',
    year: 2020,
    title: 'Attribution in Scale and Space',
    url: 'https://arxiv.org/abs/2004.03383',
  },
  shows:
    'Which detail earns the score as the image comes into focus; needs no baseline colour. The sum is f(sharp) − f(blurred).',
  misleads: 'What a blurred image still shows gets nothing; blurred images are not what the network was trained on.',
  needs: ['gradient'],
  spatialAxes: 2,
  signed: true,
  unit: 'score',
  params: [
    { ...stepsParameter, default: 100 },
    number({ name: 'maxSigma', label: 'Strongest blur', default: 50, minimum: 0.1, maximum: 1000, unit: 'px' }),
  ],
  cost: ({ steps }) => 2 * steps,
  async run(context) {
    const { network, execution, input, score } = context;
    const { steps, maxSigma } = context.params;
    const spatial = input.dims.slice(2);
    const program = await blurProgram(context);
    // Detail is lost within the first few pixels of blur: points lie closer there.
    const sigmaAt = (i: number) => maxSigma * (i / steps) ** 2;
    const run = (points: Float32Array, changes: Float32Array, count: number) =>
      execution.run(
        program,
        {
          [IMAGE]: input,
          [POINT]: floats([count, 1, ...spatial], points),
          [CHANGE]: floats([count, 1, ...spatial], changes),
          [OUTPUT_GRADIENT]: repeatedSeed(context, count),
        },
        count,
      );
    const sum = new Float64Array(input.data.length);
    const size = sizeOf(spatial);
    await execution.inBatches(program, steps, async (start, end) => {
      const points = new Float32Array((end - start) * size);
      const changes = new Float32Array((end - start) * size);
      for (let i = start; i < end; i++) {
        const [sharper, softer] = [damping(spatial, sigmaAt(i)), damping(spatial, sigmaAt(i + 1))];
        points.set(damping(spatial, sigmaAt(i + 0.5)), (i - start) * size);
        changes.set(
          sharper.map((v, k) => v - softer[k]),
          (i - start) * size,
        );
      }
      const outputs = await run(points, changes, end - start);
      asFloats(outputs[TOTAL]).data.forEach((v, k) => (sum[k] += v));
      context.report(end / steps);
    });
    const blurred = await run(Float32Array.from(damping(spatial, maxSigma)), new Float32Array(size), 1);
    const map = floats(input.dims, Float32Array.from(sum));
    const [after] = scoresOf(await network.logits(input, execution), score);
    const [before] = scoresOf(asFloats(blurred[LOGITS]), score);
    return { map, completeness: { sum: total(map), expected: after - before } };
  },
});

function blurProgram({ network, score }: MethodContext) {
  const from = network.outputOf(score.kind);
  const { input, inputDims, logits } = network.graph;
  return network.program(`blur:${from}`, () => blurModel(network.model, { input, inputDims, from, logits }));
}

/** The blurred inputs, the network's gradient at them and the products are all made inside the graph. */
function blurModel(
  model: Model,
  { input, inputDims, from, logits }: { input: string; inputDims: readonly number[]; from: string; logits: string },
): Model {
  const cut = withOutputs(model, [...new Set([from, logits])]);
  const head = new GraphBuilder(
    { ...cut, graph: { ...cut.graph, nodes: [], inputs: cut.graph.inputs.filter((v) => v.name !== input) } },
    'blur/',
  );
  const spatial = inputDims.slice(1);
  head.input(IMAGE, 'float32', [1, ...inputDims]);
  for (const name of [POINT, CHANGE]) head.input(name, 'float32', ['batch', 1, ...spatial]);
  const transform = new CosineTransform(head, spatial);
  const coefficients = transform.forward(IMAGE);
  transform.inverse(head.op('Mul', [coefficients, POINT]), input);
  const change = transform.inverse(head.op('Mul', [coefficients, CHANGE]));
  head.describe({ name: input, type: 'float32', shape: ['batch', ...inputDims] });
  for (const node of cut.graph.nodes) head.add(node);
  const builder = new GraphBuilder(head.build(), 'grad/');
  builder.input(OUTPUT_GRADIENT, 'float32', cut.graph.values.get(from)?.shape ?? null);
  const gradient = reverse(builder, {
    outputGradients: new Map([[from, OUTPUT_GRADIENT]]),
    targets: [input],
    rules: gradientRule,
  }).get(input)!;
  builder.clearOutputs();
  builder.output(
    builder.op('ReduceSum', [builder.op('Mul', [gradient, change]), builder.integers(0)], { keepdims: int(1) }),
    TOTAL,
  );
  builder.output(logits, LOGITS);
  return builder.build();
}
