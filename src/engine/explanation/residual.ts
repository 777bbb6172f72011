import type { Attribution, Completeness } from '../attribution/method';
import type { Loss } from '../attribution/loss';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { predict } from './prediction';

/** Residuals up to this share of what was expected count as complete: sums over steps or samples come near. */
const COMPLETE = 0.05;
/** The same where a sum is handed from operator to operator, which nothing but rounding should change. */
const HANDED_ON = 1e-3;

/**
 * What a map says of itself that does not add up to what its axiom demands: by how much, and at which operator it was
 * lost, where the method hands the sum from one to the next.
 */
export async function residualWarnings(
  { completeness, losses }: Attribution,
  model: OpenedModel,
  input: NetworkInput,
  options: JobOptions,
): Promise<string[]> {
  if (!completeness || !Number.isFinite(completeness.sum)) return [];
  const { predictions } = await predict(model, input, options);
  const logits = predictions.map(({ logit }) => logit);
  const scale = Math.max(Math.abs(completeness.expected), (Math.max(...logits) - Math.min(...logits)) / 10);
  const residual = completeness.sum - completeness.expected;
  if (Math.abs(residual) <= (losses ? HANDED_ON : COMPLETE) * scale) return [];
  return [sentence(completeness, losses ? await losses(options) : [])];
}

function sentence({ sum, expected }: Completeness, losses: readonly Loss[]): string {
  const said = `The map adds up to ${figure(sum)} in place of ${figure(expected)}`;
  const missing = expected - sum;
  const [most] = byOperator(losses).sort((a, b) => Math.sign(missing) * (b.amount - a.amount));
  if (!most || most.amount * missing <= 0) return `${said}.`;
  const places = most.count === 1 ? most.worst : `${most.count} nodes, most at ${most.worst}`;
  const verb = most.amount > 0 ? 'keeps' : 'adds';
  return `${said}: ${most.op} (${places}) ${verb} ${figure(Math.abs(most.amount))}.`;
}

interface OperatorLoss {
  readonly op: string;
  readonly amount: number;
  readonly count: number;
  /** The node that loses most. */
  readonly worst: string;
}

/** Losses of all nodes of an operator together, without those that only round. */
function byOperator(losses: readonly Loss[]): OperatorLoss[] {
  const largest = losses.reduce((most, { amount }) => Math.max(most, Math.abs(amount)), 0);
  const groups = new Map<string, Loss[]>();
  for (const loss of losses)
    if (Math.abs(loss.amount) > 1e-4 * largest) groups.set(loss.node.op, [...(groups.get(loss.node.op) ?? []), loss]);
  return Array.from(groups, ([op, group]) => {
    const worst = group.reduce((a, b) => (Math.abs(b.amount) > Math.abs(a.amount) ? b : a)).node;
    const amount = group.reduce((sum, loss) => sum + loss.amount, 0);
    return { op, amount, count: group.length, worst: worst.name || worst.outputs[0] };
  });
}

const figure = (value: number): string => String(Number(value.toPrecision(4)));
