import { literalAt, type Syntax } from './syntax';

/** A call that may write a model, with the texts it could mean as its file. */
export interface SavingCall {
  /** Index of the first letter of what is called. */
  readonly at: number;
  readonly callee: string;
  readonly files: readonly string[];
}

/**
 * The last name of what is called: export, dynamo_export, save, save_weights, saveModel, to_onnx, from_keras,
 * ModelCheckpoint.
 */
const saving = /^(?:(?:\w+_)?export|save(?:_\w+|[A-Z]\w*)?|to_onnx|from_keras|ModelCheckpoint)$/;
const defining = /^(?:def|class|function)$/;
const word = /[A-Za-z_$][\w$]*/y;
const dot = /\s*\.\s*(?=[A-Za-z_$])/y;

interface Bracket {
  readonly sign: string;
  readonly call: { readonly at: number; readonly callee: string; readonly files: string[] } | null;
}

/**
 * Finds the calls in a source text that save or export something, with the literals between their parentheses, in
 * order, and those of the variables named there. Literals with placeholders are left out: what they mean is known only
 * when the code runs.
 */
export function savingCalls(text: string, syntax: Syntax): SavingCall[] {
  return new Reader(text, syntax).read();
}

class Reader {
  private readonly found: SavingCall[] = [];
  private readonly brackets: Bracket[] = [];
  private readonly variables = new Map<string, string>();
  /** The variable that the statement being read assigns. */
  private assigned: { readonly name: string; readonly depth: number } | null = null;
  private at = 0;
  /** The last token. */
  private before = '';
  /** The list that the last token, a literal, was added to. */
  private open: string[] | null = null;

  constructor(
    private readonly text: string,
    private readonly syntax: Syntax,
  ) {}

  read(): SavingCall[] {
    while (this.at < this.text.length) this.step();
    return this.found;
  }

  private step(): void {
    const { text, syntax } = this;
    const skipped = syntax.skip(text, this.at, this.before);
    if (skipped > this.at) {
      this.at = skipped;
      return;
    }
    const name = matchAt(word, text, this.at);
    const literal = literalAt(text, this.at, name, syntax);
    if (literal) return this.literal(literal.value, literal.open, literal.end);
    if (name) return this.path(name);
    this.sign(text[this.at]);
  }

  private literal(value: string, open: boolean, end: number): void {
    const files = this.call()?.files;
    const adjoins = this.syntax.adjoining && this.open !== null && this.open === files && files.length > 0;
    if (open) this.open = null;
    else {
      if (adjoins) files.push(files.pop() + value);
      else files?.push(value);
      this.open = files ?? null;
      if (this.assigned) this.variables.set(this.assigned.name, value);
    }
    this.token('literal', end);
  }

  /** A name, or names between dots, and whether they are called. */
  private path(first: string): void {
    const start = this.at;
    let name = first;
    let end = start + first.length;
    for (let gap = matchAt(dot, this.text, end); gap; gap = matchAt(dot, this.text, end)) {
      name = matchAt(word, this.text, end + gap.length);
      end += gap.length + name.length;
    }
    this.open = null;
    const next = /\S/.exec(this.text.slice(end, end + 200))?.[0];
    const callee = this.text.slice(start, end).replace(/\s+/g, '');
    if (next === '(' && saving.test(name) && !defining.test(this.before)) this.enter(start, callee, end);
    else {
      const value = this.variables.get(callee);
      if (value !== undefined) this.call()?.files.push(value);
      this.token(callee, end);
    }
  }

  private enter(at: number, callee: string, end: number): void {
    this.brackets.push({ sign: '(', call: { at, callee, files: [] } });
    this.token('(', this.text.indexOf('(', end) + 1);
  }

  private sign(sign: string): void {
    const { length } = this.brackets;
    if ('([{'.includes(sign)) this.brackets.push({ sign, call: null });
    else if (')]}'.includes(sign)) this.leave();
    else if (sign === '=' && this.isAssignment()) this.assigned = { name: this.before, depth: length };
    else if ((sign === '\n' || sign === ';') && this.assigned && length <= this.assigned.depth) this.assigned = null;
    if (/\s/.test(sign)) this.at++;
    else {
      this.open = null;
      this.token(sign, this.at + 1);
    }
  }

  private leave(): void {
    const call = this.brackets.pop()?.call;
    if (call && call.files.length > 0) this.found.push(call);
  }

  private isAssignment(): boolean {
    const outer = this.brackets.at(-1)?.sign;
    return (
      /^[A-Za-z_$][\w$.]*$/.test(this.before) &&
      !/[=>]/.test(this.text[this.at + 1] ?? '') &&
      this.syntax.assigns(outer)
    );
  }

  /** The innermost saving call around the present place. */
  private call(): Bracket['call'] {
    return [...this.brackets].reverse().find(({ call }) => call !== null)?.call ?? null;
  }

  private token(token: string, end: number): void {
    this.before = token;
    this.at = end;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
