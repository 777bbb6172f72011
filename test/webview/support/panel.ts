import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ConsoleMessage, Page, Route } from 'playwright-core';
import type { ErrorReport } from '../../../src/protocol/error';
import type { PageToHost } from '../../../src/protocol/page';
import { sharedPage } from './browser';
import { bodyClass, themeRule, type Theme } from './themes';

const root = path.resolve(__dirname, '../../..');
const origin = 'http://panel.test';
const nonce = 'test';
/** What the page gets for any image of the workspace. */
const image =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#888"/><circle cx="20" cy="20" r="12" fill="#ccc"/></svg>';

/** The document of the panel that is open. */
let shown = '';
const served = new WeakSet<Page>();

/** One for all panels of a page: what the panel before still asks for must not fail while the next one opens. */
function serve(route: Route): Promise<void> {
  const file = new URL(route.request().url()).pathname;
  if (file.startsWith('/images/')) return route.fulfill({ contentType: 'image/svg+xml', body: image });
  if (file === '/') return route.fulfill({ contentType: 'text/html', body: shown });
  const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
  return route.fulfill({ contentType: type, body: readFileSync(path.join(root, 'dist/webview', file)) });
}

type Question = Extract<PageToHost, { kind: 'ask' }>;

export interface PanelOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What the page saved before, as after a reload. */
  readonly state?: unknown;
  readonly translations?: Readonly<Record<string, string>>;
}

/**
 * A built panel in a plain page, under the policy the extension gives it, with a stand-in for VS Code that records
 * messages.
 */
export class Panel<
  In,
  Own extends { readonly kind: string },
  Out extends { readonly kind: string } = Own | PageToHost,
> {
  private readonly found: string[] = [];

  private constructor(readonly page: Page) {
    page.on('console', this.onConsole);
    page.on('pageerror', this.onError);
  }

  static async open<In, Own extends { readonly kind: string }>(
    name: string,
    options: PanelOptions = {},
  ): Promise<Panel<In, Own>> {
    const page = await sharedPage();
    await page.setViewportSize({ width: options.width ?? 1100, height: options.height ?? 900 });
    // Where the test before left it, the pointer would rest on something of this one.
    await page.mouse.move(0, 0);
    shown = html(name, options);
    if (!served.has(page)) await page.route(`${origin}/**`, serve);
    served.add(page);
    const panel = new Panel<In, Own>(page);
    await page.goto(origin);
    return panel;
  }

  /** Errors and violations of the content policy. */
  get complaints(): readonly string[] {
    return this.found;
  }

  private readonly onConsole = (message: ConsoleMessage): void => {
    if (message.type() === 'error') this.found.push(message.text());
  };

  private readonly onError = (error: Error): void => void this.found.push(error.message);

  /** Sends messages as the host does. */
  async send(...messages: In[]): Promise<void> {
    const packed = messages.map((message) => pack(message));
    await this.page.evaluate(deliver, packed);
    await this.page.evaluate(painted);
  }

  /** Messages the page has posted, of one kind. */
  async posted<K extends Out['kind']>(kind: K): Promise<Extract<Out, { kind: K }>[]> {
    const all = await this.page.evaluate(() => (window as unknown as { posted: { kind: string }[] }).posted);
    return all.filter((message) => message.kind === kind) as Extract<Out, { kind: K }>[];
  }

  /** The messages of one kind, once there are `count` of them. */
  async until<K extends Out['kind']>(kind: K, count: number): Promise<Extract<Out, { kind: K }>[]> {
    const enough = ([wanted, least]: [string, number]): boolean =>
      (window as unknown as { posted: { kind: string }[] }).posted.filter((message) => message.kind === wanted)
        .length >= least;
    await this.page.waitForFunction(enough, [kind, count] as [string, number]);
    return this.posted(kind);
  }

  /** What the page has asked by the name of a question, once it has asked `count` times. */
  async asked<Argument = unknown>(name: string, count = 1): Promise<Argument[]> {
    const enough = ([wanted, least]: [string, number]): boolean =>
      (window as unknown as { posted: { name?: string }[] }).posted.filter((message) => message.name === wanted)
        .length >= least;
    await this.page.waitForFunction(enough, [name, count] as [string, number]);
    return (await this.questions(name)).map(({ argument }) => argument as Argument);
  }

  /** Answers a question of a name, the last one by default, or tells why there is no answer. */
  async answer(
    name: string,
    answer: { readonly value: unknown } | { readonly error: ErrorReport },
    which = -1,
  ): Promise<void> {
    await this.asked(name);
    const { id } = (await this.questions(name)).at(which) as Question;
    await this.page.evaluate(deliver, [pack({ kind: 'answer', id, ...answer })]);
  }

  private async questions(name: string): Promise<Question[]> {
    const all = await this.page.evaluate(() => (window as unknown as { posted: { kind: string }[] }).posted);
    return (all as Question[]).filter((message) => message.kind === 'ask' && message.name === name);
  }

  /** What the page would find after a reload. */
  savedState(): Promise<unknown> {
    return this.page.evaluate(() => (window as unknown as { saved: unknown }).saved);
  }

  /** Ends the watch over the page, which the next panel takes over. */
  close(): void {
    this.page.off('console', this.onConsole);
    this.page.off('pageerror', this.onError);
  }
}

/** The test runner's compiler wraps inner functions in a helper that the page must have too. */
const helper = 'globalThis.__name = (inner) => inner';

/** JSON that no script ends in. */
const inScript = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').replaceAll('<', '\\u003c');

function html(name: string, { theme = 'dark', translations = {}, state }: PanelOptions): string {
  const policy = `default-src 'none'; img-src ${origin} blob: data:; font-src ${origin} data:; style-src ${origin} 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<title>Saliency Lens</title>
<style nonce="${nonce}">${themeRule(theme)}</style>
<link rel="stylesheet" href="/${name}.css"></head>
<body class="${bodyClass(theme)}" data-state="empty">
<script type="application/json" id="l10n">${JSON.stringify(translations)}</script>
<script nonce="${nonce}">${helper};(${stub.toString()})(${inScript(state)})</script>
<script nonce="${nonce}" src="/${name}.js"></script></body></html>`;
}

function stub(state: unknown): void {
  const posted: unknown[] = [];
  const scope = window as unknown as Record<string, unknown>;
  Object.assign(scope, { posted, saved: state });
  scope.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => posted.push(structuredClone(message)),
    getState: () => scope.saved,
    setState: (next: unknown) => (scope.saved = next),
  });
}

/** Typed arrays as objects that survive the way into the page. */
function pack(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    return {
      $array: value.constructor.name,
      base64: Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString('base64'),
    };
  }
  if (Array.isArray(value)) return value.map(pack);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, pack(child)]));
}

function deliver(messages: unknown[]): void {
  const arrays: Record<string, new (bytes: ArrayBuffer) => unknown> = {
    Float32Array,
    Float64Array,
    Int32Array,
    Uint8Array,
    Uint8ClampedArray,
    Uint16Array,
    Uint32Array,
  };
  const unpack = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unpack);
    if (typeof value !== 'object' || value === null) return value;
    const packed = value as { $array?: string; base64: string };
    if (packed.$array)
      return new arrays[packed.$array](
        Uint8Array.from(atob(packed.base64), (character) => character.charCodeAt(0)).buffer,
      );
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, unpack(child)]));
  };
  for (const message of messages) window.dispatchEvent(new MessageEvent('message', { data: unpack(message) }));
}

/** In the page: the toolkit's elements take a change over in the frame after it, and show it in the next. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
