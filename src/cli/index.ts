#!/usr/bin/env node
import { isSupervised, supervise } from './supervisor';

if (isSupervised()) void work();
else supervise(process.argv[1], process.argv.slice(2));

/** Loaded where it is needed: the supervisor holds none of the engine. */
async function work(): Promise<void> {
  const [{ program }, { endWithParent }] = await Promise.all([import('./program'), import('../engine/process/parent')]);
  endWithParent();
  await program().parseAsync(process.argv);
}
