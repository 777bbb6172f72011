interface Attr {
  readonly list?: { readonly s?: readonly string[] };
  readonly f?: number;
}
interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, Attr>>;
}

/** What a fused node does before its bias and activation. */
const LINEAR: Readonly<Record<string, string>> = {
  _FusedConv2D: 'Conv2D',
  FusedDepthwiseConv2dNative: 'DepthwiseConv2dNative',
  _FusedMatMul: 'MatMul',
};
const decoded = (text: string): string => Buffer.from(text, 'base64').toString();

/**
 * The same GraphModel with every fused node taken apart: TensorFlow.js differentiates the parts, but not each fusion of
 * them.
 */
export function unfused(topology: object): object {
  const { node } = topology as { readonly node: readonly NodeDef[] };
  return { ...topology, node: node.flatMap(apart) };
}

function apart(def: NodeDef): NodeDef[] {
  const op = Object.hasOwn(LINEAR, def.op) ? LINEAR[def.op] : undefined;
  const steps = (def.attr?.fused_ops?.list?.s ?? []).map(decoded);
  if (op === undefined) return [def];
  const { fused_ops: _steps, num_args: _count, leakyrelu_alpha: slope, ...attr } = def.attr ?? {};
  const [x, filter, ...rest] = def.input ?? [];
  const operands = rest.filter((input) => !input.startsWith('^'));
  const name = (k: number): string => (k === steps.length ? def.name : `${def.name}/unfused_${k}`);
  const made: NodeDef[] = [
    { ...def, name: name(0), op, input: [x, filter, ...rest.filter((input) => input.startsWith('^'))], attr },
  ];
  steps.forEach((step, k) => {
    const more = step === 'BiasAdd' || step === 'Prelu' ? operands.splice(0, 1) : [];
    made.push({ name: name(k + 1), op: step, input: [name(k), ...more], attr: ownOf(step, slope, attr.data_format) });
  });
  return made;
}

function ownOf(step: string, slope: Attr | undefined, format: Attr | undefined): Readonly<Record<string, Attr>> {
  if (step === 'LeakyRelu' && slope) return { alpha: slope };
  return step === 'BiasAdd' && format ? { data_format: format } : {};
}
