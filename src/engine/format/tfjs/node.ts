import type { Dimension } from '../../graph/model';

/** An attribute of TensorFlow's NodeDef in JSON: 64-bit integers and bytes are strings. */
interface AttrValue {
  readonly s?: string | readonly number[];
  readonly i?: string | number;
  readonly f?: number | string;
  readonly b?: boolean;
  readonly type?: string | number;
  readonly shape?: TensorShape;
  readonly list?: {
    readonly i?: readonly (string | number)[];
    readonly s?: readonly (string | readonly number[])[];
    readonly f?: readonly number[];
    readonly shape?: readonly TensorShape[];
  };
}
interface TensorShape {
  readonly dim?: readonly { readonly size?: string | number }[];
  readonly unknownRank?: boolean;
}
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, AttrValue>>;
}

/** One result of a node. */
export interface Port {
  readonly node: string;
  readonly index: number;
}

/** `scope/node:1` is the second result; `^scope/node` only an order of execution. */
export function portOf(input: string): Port {
  const [node, index] = input.split(':');
  return { node, index: index === undefined ? 0 : Number(index) };
}

/** The port as TensorFlow writes it. */
export const portName = ({ node, index }: Port): string => (index === 0 ? node : `${node}:${index}`);

/** A node of a TensorFlow graph. */
export class TensorFlowNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Port[];

  constructor(private readonly def: NodeDef) {
    this.name = def.name;
    this.op = def.op;
    this.inputs = (def.input ?? []).filter((input) => !input.startsWith('^')).map(portOf);
  }

  text(name: string, otherwise = ''): string {
    const value = this.attr(name)?.s;
    return value === undefined ? otherwise : decoded(value);
  }

  texts(name: string): string[] {
    return (this.attr(name)?.list?.s ?? []).map(decoded);
  }

  number(name: string, otherwise: number): number {
    const value = this.attr(name)?.i ?? this.attr(name)?.f;
    return value === undefined ? otherwise : Number(value);
  }

  numbers(name: string): number[] {
    const list = this.attr(name)?.list;
    return (list?.i ?? list?.f ?? []).map(Number);
  }

  flag(name: string): boolean {
    return this.attr(name)?.b === true;
  }

  /** Name of an element type without `DT_`, for example `FLOAT`. */
  type(name: string): string {
    const value = this.attr(name)?.type;
    return typeof value === 'number'
      ? (TYPE_NUMBERS[value] ?? String(value))
      : String(value ?? 'FLOAT').replace(/^DT_/, '');
  }

  /** A shape attribute; open lengths are null. */
  shape(...names: string[]): Dimension[] | undefined {
    for (const name of names) {
      const attr = this.attr(name);
      const shape = attr?.shape ?? attr?.list?.shape?.[0];
      if (shape?.dim && !shape.unknownRank)
        return shape.dim.map(({ size }) => (Number(size ?? -1) >= 0 ? Number(size) : null));
    }
    return undefined;
  }

  private attr(name: string): AttrValue | undefined {
    return this.def.attr?.[name];
  }
}

const TYPE_NUMBERS: Readonly<Record<number, string>> = {
  1: 'FLOAT',
  3: 'INT32',
  4: 'UINT8',
  9: 'INT64',
  10: 'BOOL',
  19: 'HALF',
};

const decoded = (value: string | readonly number[]): string =>
  typeof value === 'string' ? Buffer.from(value, 'base64').toString() : String.fromCharCode(...value);
