// Loaded before the command line: the process that is to do the work tells its id and then hears nothing any more.
if (process.env.SALIENCY_LENS_SUPERVISED) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
  require('node:fs').writeSync(2, `busy ${process.pid}\n`);
  for (;;);
}
