import * as vscode from 'vscode';
import { concernsEngine, engineSettings } from '../workspace/settings';
import { isSince } from './since';

/** As package.json contributes it. */
const PROVIDER = 'saliency-lens';

/** How a server of the Model Context Protocol is started. */
interface ServerDefinition {
  readonly label: string;
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly version: string;
}

/** Of VS Code 1.101. */
interface ServerProviders {
  readonly McpStdioServerDefinition: new (
    label: string,
    command: string,
    args: string[],
    env: Record<string, string>,
    version: string,
  ) => object;
  readonly lm: {
    registerMcpServerDefinitionProvider(
      id: string,
      provider: {
        readonly onDidChangeMcpServerDefinitions: vscode.Event<void>;
        provideMcpServerDefinitions(): object[];
      },
    ): vscode.Disposable;
  };
}

/** The command line's server of the tools, confined to the folders of the workspace; none without a folder. */
export function serverDefinitions(context: vscode.ExtensionContext): ServerDefinition[] {
  const { folders, device, threads } = engineSettings();
  if (folders.length === 0 || !vscode.workspace.isTrusted) return [];
  const { version } = context.extension.packageJSON as { readonly version: string };
  return [
    {
      label: 'Saliency Lens',
      command: process.execPath,
      args: [
        context.asAbsolutePath('dist/cli.js'),
        'mcp',
        ...folders,
        '--device',
        device,
        '--threads',
        String(threads),
      ],
      // The desktop's own program is Node only where it is told to be.
      env: { ELECTRON_RUN_AS_NODE: '1' },
      version,
    },
  ];
}

/** Tells when the server is to be started otherwise: with other folders or settings, or now that it may be. */
export class ServerChanges extends vscode.EventEmitter<void> {
  private readonly heard = [
    vscode.workspace.onDidChangeWorkspaceFolders(() => this.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => this.fire()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (concernsEngine(change)) this.fire();
    }),
  ];

  override dispose(): void {
    for (const one of this.heard) one.dispose();
    super.dispose();
  }
}

/** Offers the server to VS Code where it knows such providers. */
export function registerServer(context: vscode.ExtensionContext): vscode.Disposable[] {
  if (!isSince(101)) return [];
  const { lm, McpStdioServerDefinition } = vscode as unknown as ServerProviders;
  const changes = new ServerChanges();
  const provideMcpServerDefinitions = (): object[] =>
    serverDefinitions(context).map(
      ({ label, command, args, env, version }) => new McpStdioServerDefinition(label, command, args, env, version),
    );
  const provider = { onDidChangeMcpServerDefinitions: changes.event, provideMcpServerDefinitions };
  return [changes, lm.registerMcpServerDefinitionProvider(PROVIDER, provider)];
}
