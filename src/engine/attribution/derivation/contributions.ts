import { reverse, type ReverseRequest } from '../../gradient/reverse';
import { GraphBuilder } from '../../graph/builder';
import { int, type Model } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import { deepliftRules } from '../../relevance/deeplift';
import { baselineInput, paired, type Pair } from '../../relevance/deeplift/pair';
import type { Program } from '../../session/program';
import { scoresOf } from '../../session/score';
import { asFloats, floats, row, type FloatTensor } from '../../tensor/tensor';
import { OUTPUT_GRADIENT } from './derivative';
import { repeated, repeatedSeed } from './gradients';
import { summedUp, lossesOf, withLosses, type LossyGraph } from './losses';
import type { Attribution, MethodContext } from '../method';

const [MULTIPLIERS, LOGITS, BASELINE_LOGITS] = ['deeplift:multipliers', 'deeplift:logits', 'deeplift:baseline-logits'];

/** What one baseline gave. */
export interface Contribution {
  /** m · (x − b), [1, …]. */
  readonly map: FloatTensor;
  /** f(x) − f(b). */
  readonly difference: number;
}

/** DeepLIFT contributions of the input against each of several baselines, in order and in bounded batches. */
export async function contributions(
  context: MethodContext,
  baselines: readonly FloatTensor[],
  consume: (contribution: Contribution) => void,
): Promise<void> {
  const { network, execution, input, score } = context;
  const program = await contributionProgram(context);
  await execution.inBatches(program, baselines.length, async (start, end) => {
    const count = end - start;
    const twins = floats([count, ...input.dims.slice(1)]);
    for (let i = 0; i < count; i++) twins.data.set(baselines[start + i].data, i * input.data.length);
    const feeds = {
      [network.graph.input]: repeated(input, count),
      [baselineInput(network.graph.input)]: twins,
      [OUTPUT_GRADIENT]: repeatedSeed(context, count),
    };
    const outputs = await execution.run(program, feeds, count);
    const [after, before] = [LOGITS, BASELINE_LOGITS].map((name) => scoresOf(asFloats(outputs[name]), score));
    for (let i = 0; i < count; i++) {
      const multipliers = row(asFloats(outputs[MULTIPLIERS]), i);
      const map = floats(
        input.dims,
        multipliers.data.map((m, k) => m * (input.data[k] - baselines[start + i].data[k])),
      );
      consume({ map, difference: after[i] - before[i] });
    }
    context.report(end / baselines.length);
  });
}

function contributionProgram({ network, score }: MethodContext): Promise<Program> {
  const from = network.outputOf(score.kind);
  const { input, logits } = network.graph;
  return network.program(`deeplift:${from}`, () => contributionModel(network.model, { input, logits, from }));
}

interface Tensors {
  readonly input: string;
  readonly logits: string;
  readonly from: string;
}

/** Both forward passes, and how multipliers go back through them. */
function contributionPass(
  model: Model,
  { input, logits, from }: Tensors,
): { pair: Pair; builder: GraphBuilder; pass: ReverseRequest } {
  const pair = paired(withOutputs(model, [...new Set([from, logits])]), input);
  const builder = new GraphBuilder(pair.model, 'deeplift/');
  const shape = pair.model.graph.values.get(from)?.shape ?? null;
  builder.input(OUTPUT_GRADIENT, 'float32', shape);
  const outputGradients = new Map([[from, OUTPUT_GRADIENT]]);
  return { pair, builder, pass: { outputGradients, targets: [input], rules: deepliftRules(pair) } };
}

/** What each operator loses of the difference of the scores from one baseline. */
export function contributionLosses(context: MethodContext, baseline: FloatTensor): NonNullable<Attribution['losses']> {
  const { network, input, score } = context;
  const { input: name, logits } = network.graph;
  const from = network.outputOf(score.kind);
  const make = (): LossyGraph => {
    const { pair, builder, pass } = contributionPass(network.model, { input: name, logits, from });
    // A truth value counts as the number it stands for.
    const number = (tensor: string) => builder.op('Cast', [tensor], { to: int(1) });
    return withLosses(builder, pass, (tensor, multiplier) => {
      const change = builder.op('Sub', [number(tensor), number(pair.counterpart(tensor))]);
      return summedUp(builder, builder.op('Mul', [number(multiplier), change]));
    });
  };
  const feeds = { [name]: input, [baselineInput(name)]: baseline, [OUTPUT_GRADIENT]: repeatedSeed(context, 1) };
  return (options) => lossesOf(network, `deeplift:${from}`, make, feeds, options);
}

function contributionModel(model: Model, { input, logits, from }: Tensors): Model {
  const { pair, builder, pass } = contributionPass(model, { input, logits, from });
  const multipliers = reverse(builder, pass).get(input)!;
  builder.clearOutputs();
  builder.output(multipliers, MULTIPLIERS);
  builder.output(logits, LOGITS);
  builder.output(pair.counterpart(logits), BASELINE_LOGITS);
  return builder.build();
}
