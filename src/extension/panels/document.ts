import * as vscode from 'vscode';
import { none, outcomeOf, type Loading } from '../../protocol/loading';
import type { DocumentToPage } from '../../protocol/page';
import { settingsFor } from '../workspace/settings';
import { Turns } from './turns';

/** What a part of a document holds when it is there. */
type ValueOf<L> = L extends { readonly state: 'done'; readonly value: infer V } ? V : never;

/** Names of a document's parts that are asked for. */
type PartOf<D> = { [K in keyof D]: D[K] extends Loading<unknown> ? K : never }[keyof D];

/** What every document says of the window it is shown in. */
export function surroundings(scope?: vscode.Uri) {
  return { trusted: vscode.workspace.isTrusted, palette: settingsFor(scope).palette };
}

/**
 * What a panel shows: the document that its page draws, and that every change of is told to the page. A session extends
 * it by what the panel does, and hands itself to the parts that see to some of that.
 */
export abstract class DocumentStore<D extends object, ToPanel = DocumentToPage<D>> {
  /** Kinds of work of which an older answer is dropped; parts of the document among them. */
  readonly turns = new Turns();

  constructor(
    public document: D,
    protected readonly post: (message: ToPanel | DocumentToPage<D>) => void,
  ) {}

  /** Says everything there is, to a page that has just loaded. */
  tellAll(): void {
    this.post({ kind: 'document', document: this.document });
  }

  dispose(): void {
    this.turns.endAll();
  }

  /** Changes the document and tells the page; `message` says it in another way, or, as null, not at all. */
  change(changes: Partial<D>, message: ToPanel | DocumentToPage<D> | null = { kind: 'update', changes }): void {
    this.document = { ...this.document, ...changes };
    if (message) this.post(message);
    this.keep();
  }

  /** Hears of every change; where the page itself keeps what brings the panel back, there is nothing to do. */
  protected keep(): void {}

  /**
   * Asks for a part, which is loading, there, or in error; with `quietly` what is shown stays until the answer is there.
   * Of two questions about one part the answer to the older is dropped; a cancelled one leaves nothing.
   */
  protected async ask<K extends PartOf<D>>(
    part: K,
    question: (signal: AbortSignal, tell: (loading: Loading<never>) => void) => Promise<ValueOf<D[K]>>,
    quietly = false,
  ): Promise<void> {
    const signal = this.turns.begin(part);
    const tell = (loading: Loading<unknown>): void => {
      if (!signal.aborted) this.change({ [part]: loading } as Partial<D>);
    };
    if (!quietly) tell({ state: 'loading' });
    tell(await outcomeOf(question(signal, tell)));
  }

  /** Empties a part; an answer that is still to come is of no interest any more. */
  protected forget(part: PartOf<D>): void {
    this.turns.end(part);
    if ((this.document[part] as Loading<unknown>).state !== 'none') this.change({ [part]: none } as Partial<D>);
  }
}
