import type { DeviceSettings } from '../protocol/engine';
import { LensError } from '../protocol/error';
import type { AddCommand } from './command';
import { deviceOption, threadsOption } from './options';
import { runCommand } from './run';

/** `saliency-lens mcp [FOLDER…]`: the tools of language models. */
export const addMcp: AddCommand = (program) => {
  program
    .command('mcp')
    .argument('[folders...]', 'what may be read and written; the current folder by default')
    .description(
      'speak the Model Context Protocol on stdin and stdout: a language model may then run models, explain images and evaluate folders, in these folders alone',
    )
    .addOption(deviceOption('auto'))
    .addOption(threadsOption())
    .action((folders: string[], settings: DeviceSettings) =>
      runCommand(false, async (signal, voice) => {
        if (process.stdin.isTTY)
          voice.note('it waits for a client of the Model Context Protocol, which starts it by itself; Ctrl+C ends it');
        // Loaded where it is needed: no other command speaks it.
        const { serveTools } = await import('./tool-server');
        await serveTools(folders.length > 0 ? folders : [process.cwd()], settings, signal);
        if (signal.aborted) throw new LensError({ code: 'cancelled', what: 'cancelled' });
        return { json: null, text: '' };
      }),
    );
};
