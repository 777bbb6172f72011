import { statSync } from 'node:fs';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  type CallToolResult,
  type Tool as Listed,
} from '@modelcontextprotocol/sdk/types.js';
import { enterWorkspace, workspaceFolders } from '../engine/file/workspace';
import { callsOver } from '../engine/job/calls';
import { Models } from '../engine/model/open-models';
import { TOOLS } from '../engine/tool';
import type { Tool } from '../engine/tool/tool';
import type { DeviceSettings } from '../protocol/engine';
import { LensError } from '../protocol/error';
import type { ToolAnswer } from '../protocol/tool';
import { version } from './version';

/** Milliseconds between two notes of progress. */
const PAUSE = 500;

/**
 * Serves the tools on stdin and stdout until the client goes away. Every path that is named, and every one that a file
 * names, must lie in the folders, links followed.
 * @throws LensError for a folder that is none
 */
export async function serveTools(
  folders: readonly string[],
  settings: DeviceSettings,
  signal: AbortSignal,
): Promise<void> {
  confineTo(folders);
  // Libraries may print, and stdout is the protocol's.
  console.log = console.info = console.debug = console.error;
  const calls = callsOver(new Models(settings));
  const server = new Server(
    { name: 'saliency-lens', title: 'Saliency Lens', version: version() },
    {
      capabilities: { tools: {} },
      instructions: `Image models, what they say and why. Paths are absolute or relative to ${workspaceFolders()[0]}. Begin with list_models.`,
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS.map(listed) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const progressToken = params._meta?.progressToken;
    let shown = -Infinity;
    try {
      const request = { tool: params.name, arguments: params.arguments };
      const answer = await calls['tool.run'](
        request,
        ({ done: progress, total, text: message }) => {
          if (progressToken === undefined || performance.now() - shown < PAUSE) return;
          shown = performance.now();
          void extra.sendNotification({
            method: 'notifications/progress',
            params: { progressToken, progress, total, message },
          });
        },
        extra.signal,
      );
      return resultOf(answer);
    } catch (thrown) {
      return { isError: true, content: [{ type: 'text' as const, text: LensError.from(thrown).message }] };
    }
  });
  const end = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.on('end', resolve);
    signal.addEventListener('abort', () => resolve());
  });
  await server.connect(new StdioServerTransport());
  await end;
}

function confineTo(folders: readonly string[]): void {
  const none = folders.find((folder) => !statSync(folder, { throwIfNoEntry: false })?.isDirectory());
  if (none !== undefined)
    throw new LensError({
      code: 'invalid-argument',
      what: 'there is no such folder',
      where: none,
      next: 'Name folders of models and images that are there, or none for the current one',
    });
  enterWorkspace(folders);
  if (workspaceFolders().length === folders.length) return;
  throw new LensError({
    code: 'invalid-argument',
    what: 'a whole disk is no folder to be confined to',
    next: 'Name the folders of models and images',
  });
}

function listed({ id, label, description, schema, writes }: Tool): Listed {
  const isReadOnly = writes === undefined;
  return {
    name: id,
    title: label,
    description: isReadOnly ? description : `${description} ${writes}`,
    inputSchema: schema as Listed['inputSchema'],
    annotations: { title: label, readOnlyHint: isReadOnly, destructiveHint: false, openWorldHint: false },
  };
}

const resultOf = ({ text, images }: ToolAnswer): CallToolResult => ({
  content: [
    { type: 'text', text },
    ...images.map(({ png }) => ({
      type: 'image' as const,
      data: Buffer.from(png).toString('base64'),
      mimeType: 'image/png',
    })),
  ],
});
