import assert from 'node:assert/strict';
import { Panel, type PanelOptions } from './panel';

/** The panel of the running test: opened anew by each test, closed and checked for complaints after it. */
export class TestedPage<Document, ToPanel, ToHost extends { readonly kind: string }> {
  private current: Panel<ToPanel, ToHost> | undefined;

  /** Call inside `describe`. @param documentOf makes the synthetic document */
  constructor(
    private readonly name: string,
    private readonly documentOf: (changes: Partial<Document>) => Document,
  ) {
    afterEach(() => this.close());
  }

  get panel(): Panel<ToPanel, ToHost> {
    if (!this.current) throw new Error('no panel is open');
    return this.current;
  }

  get page() {
    return this.panel.page;
  }

  /** An empty panel. */
  async open(options: PanelOptions = {}): Promise<void> {
    this.current = await Panel.open<ToPanel, ToHost>(this.name, options);
  }

  /** A panel that shows the synthetic document with `changes`. */
  async show(changes: Partial<Document> = {}, options: PanelOptions = {}): Promise<void> {
    await this.open(options);
    await this.panel.send({ kind: 'document', document: this.documentOf(changes) } as ToPanel);
  }

  close(): void {
    const { current } = this;
    this.current = undefined;
    current?.close();
    assert.deepEqual(current?.complaints ?? [], [], 'the page complained');
  }

  async saved(): Promise<Record<string, unknown>> {
    return (await this.panel.savedState()) as Record<string, unknown>;
  }
}
