import { reverse, type ReverseRequest } from '../../gradient/reverse';
import { GraphBuilder } from '../../graph/builder';
import type { Model } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import { numbers } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import { factsOf, relevanceLookup, type RelevanceFacts, type RulePicker } from '../../relevance/composite';
import type { Box } from '../../relevance/rules/box';
import { scoresOf } from '../../session/score';
import { asFloats, type FloatTensor } from '../../tensor/tensor';
import { OUTPUT_GRADIENT } from './derivative';
import { repeatedSeed } from './gradients';
import { lossesOf, summedUp, withLosses, type LossyGraph } from './losses';
import type { Attribution, MethodContext } from '../method';

const RELEVANCE = 'relevance';

export interface RelevanceRequest {
  /** Names the rules and all their options. */
  readonly key: string;
  /** Brings the forward pass into the form the rules expect. */
  canonical?(forward: Model): Model;
  rules(facts: RelevanceFacts): RulePicker;
}

/** The relevance of every input element, and the logit from which it flowed. */
export interface Relevance {
  readonly map: FloatTensor;
  readonly logit: number;
  readonly losses: NonNullable<Attribution['losses']>;
}

/** Layer-wise relevance propagation: the score itself, not 1, flows back through the given rules. */
export async function relevanceAtInput(context: MethodContext, request: RelevanceRequest): Promise<Relevance> {
  const { network, execution, input, score } = context;
  const { input: name, logits } = network.graph;
  const key = `relevance:${request.key}`;
  const program = await network.program(key, () => relevanceModel(network.model, name, logits, request));
  const feeds = { [name]: input, [OUTPUT_GRADIENT]: repeatedSeed(context, 1) };
  const outputs = await execution.run(program, feeds);
  const [logit] = scoresOf(asFloats(outputs[logits]), { ...score, kind: 'logit' });
  return {
    map: asFloats(outputs[RELEVANCE]),
    logit,
    losses: (options) => lossesOf(network, key, () => lossyGraph(network.model, name, logits, request), feeds, options),
  };
}

function relevanceModel(model: Model, input: string, logits: string, request: RelevanceRequest): Model {
  const { builder, pass } = relevancePass(model, input, logits, request);
  builder.output(reverse(builder, pass).get(input)!, RELEVANCE);
  return builder.build();
}

function lossyGraph(model: Model, input: string, logits: string, request: RelevanceRequest): LossyGraph {
  const { builder, pass } = relevancePass(model, input, logits, request);
  return withLosses(builder, pass, (_, relevance) => summedUp(builder, relevance));
}

/** The forward pass with the relevance of its score, and how that goes back. */
function relevancePass(
  model: Model,
  input: string,
  logits: string,
  { canonical, rules }: RelevanceRequest,
): { builder: GraphBuilder; pass: ReverseRequest } {
  const forward = withOutputs(model, [logits]);
  const base = canonical ? canonical(forward) : forward;
  const builder = new GraphBuilder(base, 'relevance/');
  builder.input(OUTPUT_GRADIENT, 'float32', base.graph.values.get(logits)?.shape ?? null);
  const start = builder.op('Mul', [logits, OUTPUT_GRADIENT]);
  const lookup = relevanceLookup(rules(factsOf(base, input)));
  return { builder, pass: { outputGradients: new Map([[logits, start]]), targets: [input], rules: lookup } };
}

/** Bounds of the input for the box rule. */
export const boxParameters = Object.freeze([
  numbers({
    name: 'low',
    label: 'Lowest input',
    default: null,
    advanced: true,
    description: 'For the box rule: one number, or one per channel; black by default',
  }),
  numbers({
    name: 'high',
    label: 'Highest input',
    default: null,
    advanced: true,
    description: 'For the box rule: one number, or one per channel; white by default',
  }),
] as const);

type BoxValues = ValuesOf<typeof boxParameters>;

/** The range of the input for the box rule: given, else black and white, else what occurs in the input. */
export function boxOf({ params, levels, input }: MethodContext<BoxValues>): Box {
  const given = (name: keyof BoxValues, level: readonly number[] | undefined, extreme: () => number) =>
    params[name] ?? level ?? [extreme()];
  return {
    low: given('low', levels && levels.black.map((v, c) => Math.min(v, levels.white[c])), () =>
      input.data.reduce((a, b) => Math.min(a, b), 0),
    ),
    high: given('high', levels && levels.white.map((v, c) => Math.max(v, levels.black[c])), () =>
      input.data.reduce((a, b) => Math.max(a, b), 0),
    ),
  };
}

/** What LRP says when a probability was to be explained. */
export const explainsLogit = ({ score }: MethodContext): readonly string[] =>
  score.kind === 'probability'
    ? ['LRP starts from the logit: the relevance adds up to it, not to the probability.']
    : [];
