import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { environment } from './environment';

const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'hc-light': 'Default High Contrast Light',
  'hc-dark': 'Default High Contrast',
} as const;

export type Theme = keyof typeof themes;

export interface ServerOptions {
  theme?: Theme;
  /** Further user settings, as in settings.json. */
  settings?: Record<string, unknown>;
  /** .vsix files to install before the start. */
  install?: readonly string[];
  /** Folders of unpacked extensions to have installed. */
  unpacked?: readonly string[];
  /** Keeps user data here instead of in a temporary folder that goes with the server. */
  home?: string;
  /** 0 or left out: any free port. */
  port?: number;
  /** Asks whether the folder is trusted, as VS Code does; otherwise every folder is. */
  trustAsked?: boolean;
  /** What VS Code and the extension write into their logs: `info` by default. */
  logLevel?: 'debug' | 'info';
  /** Further environment variables of the server and so of the extension host. */
  env?: Record<string, string>;
}

/** VS Code's server with folders of its own: nothing of the user's settings or extensions is read or changed. */
export class CodeServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    private readonly home: string,
    private readonly temporary: boolean,
    private readonly log: string[],
  ) {}

  static async start(options: ServerOptions = {}): Promise<CodeServer> {
    const home = options.home ?? mkdtempSync(path.join(os.tmpdir(), 'saliency-lens-'));
    const port = options.port || (await freePort());
    const folders = {
      user: path.join(home, 'user'),
      extensions: path.join(home, 'extensions'),
      config: path.join(home, 'config.yaml'),
    };
    prepare(folders, options);
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      ...options.env,
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
    };
    // A parent VS Code's variables would turn this server into its client.
    for (const name of Object.keys(env)) if (/^VSCODE_|^ELECTRON_|^CODE_SERVER/.test(name)) delete env[name];
    const common = [
      '--config',
      folders.config,
      '--user-data-dir',
      folders.user,
      '--extensions-dir',
      folders.extensions,
    ];
    for (const file of options.install ?? []) await install(file, common, env);
    const child = spawn(
      process.execPath,
      [
        environment().codeServer,
        ...common,
        ...['--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'],
        ...(options.logLevel ? ['--log', options.logLevel] : []),
        ...(options.trustAsked ? [] : ['--disable-workspace-trust']),
      ],
      { env, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const log: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => log.push(data.toString()));
    const server = new CodeServer(child, port, home, !options.home, log);
    await server.answering();
    return server;
  }

  /**
   * Address that opens a folder. `development` is the path of the extension to run from source, `tests` the module
   * whose `run()` the extension host calls, and `payload` anything else that the workbench understands.
   */
  address(
    folder: string,
    options: { development?: string; tests?: string; payload?: readonly [string, string][] } = {},
  ): string {
    // As VS Code writes paths in addresses: /c:/folder on Windows.
    const place = (file: string): string => (path.sep === '/' ? file : `/${file.replaceAll(path.sep, '/')}`);
    const remote = (file: string): string => `vscode-remote://127.0.0.1:${this.port}${place(file)}`;
    const payload: [string, string][] = [['skipWelcome', 'true'], ...(options.payload ?? [])];
    if (options.development) payload.push(['extensionDevelopmentPath', remote(this.linked(options.development))]);
    if (options.tests) payload.push(['extensionTestsPath', remote(options.tests)]);
    return `http://127.0.0.1:${this.port}/?folder=${encodeURIComponent(place(folder))}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  }

  /**
   * A link to an extension's folder. VS Code takes every theme below the one folder it develops for that extension's
   * own and shows the first, and its built-in themes do lie below this checkout, in the cache.
   */
  private linked(extension: string): string {
    const link = path.join(this.home, 'development', path.basename(extension));
    mkdirSync(path.dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(extension, link, 'junction');
    return link;
  }

  /** The lines of a log of the window that was opened last, of the extension's unless named. */
  logLines(name = 'Saliency Lens.log'): string[] {
    const logs = path.join(this.home, 'user', 'logs');
    const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter(
      (file) => path.basename(file) === name,
    );
    const last = files.sort().at(-1);
    return last ? readFileSync(path.join(logs, last), 'utf8').split('\n') : [];
  }

  /** Resolves when the server's process ends. */
  ended(): Promise<void> {
    return new Promise((resolve) => (this.running ? this.child.once('exit', () => resolve()) : resolve()));
  }

  async stop(): Promise<void> {
    const ended = this.ended();
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
    if (this.temporary) rmSync(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  private get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  private async answering(): Promise<void> {
    const limit = Date.now() + 60_000;
    while (this.running && Date.now() < limit) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const said = this.log.join('');
    await this.stop();
    throw new Error(`code-server did not start on port ${this.port}.\n${said}`);
  }
}

function prepare(folders: { user: string; extensions: string; config: string }, options: ServerOptions): void {
  mkdirSync(path.join(folders.user, 'User'), { recursive: true });
  mkdirSync(folders.extensions, { recursive: true });
  if (options.unpacked)
    writeFileSync(path.join(folders.extensions, 'extensions.json'), JSON.stringify(options.unpacked.map(installed)));
  writeFileSync(folders.config, 'auth: none\ncert: false\n');
  const settings = {
    'workbench.colorTheme': themes[options.theme ?? 'dark'],
    'window.autoDetectColorScheme': false,
    'window.autoDetectHighContrast': false,
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'extensions.ignoreRecommendations': true,
    'telemetry.telemetryLevel': 'off',
    'chat.commandCenter.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'git.enabled': false,
    'explorer.compactFolders': false,
    ...options.settings,
  };
  writeFileSync(path.join(folders.user, 'User/settings.json'), JSON.stringify(settings, undefined, 2));
}

/** An entry of extensions.json, VS Code's list of what is installed. */
function installed(folder: string): object {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return { identifier: { id: `${publisher}.${name}` }, version, location: { $mid: 1, scheme: 'file', path: folder } };
}

async function install(file: string, common: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  await promisify(execFile)(process.execPath, [environment().codeServer, ...common, '--install-extension', file], {
    env,
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
