import { pid, ppid } from 'node:process';
import { Worker } from 'node:worker_threads';

/** How often the parent is looked for, in milliseconds. */
const INTERVAL = 100;

/** In the worker: ends the whole process when its parent is another than at first, which means that the first died. */
const WATCH = `
const { workerData } = require('node:worker_threads');
setInterval(() => process.ppid === workerData.parent || process.kill(workerData.own, 'SIGKILL'), workerData.interval);
`;

/**
 * Ends this process when its parent has died, though it be busy: a native call hears no message of its parent's end,
 * so a thread of its own looks for the parent.
 */
export function endWithParent(): void {
  const data = { parent: ppid, own: pid, interval: INTERVAL };
  new Worker(WATCH, { eval: true, workerData: data, stdin: false }).unref();
}
