// `npm start`: VS Code with the extension and the sample workspace. Options: --once drives it unattended; --port N;
// --browser.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { driver } from './setup/driver.mjs';
import { cache, out, root } from './setup/paths.mjs';
import { must, say, which } from './setup/process.mjs';
import { setUp } from './setup.mjs';
import { sample, tour } from './start/samples.mjs';

const { values } = parseArgs({
  options: { once: { type: 'boolean' }, browser: { type: 'boolean' }, port: { type: 'string' } },
});

try {
  if (values.once) await once();
  else if (!values.browser && which('code')) await desktop();
  else await serve(Number(values.port ?? 0));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}

async function desktop() {
  await setUp({ workbench: false });
  await must('code', which('code'), [
    `--extensionDevelopmentPath=${root}`,
    `--extensionDevelopmentPath=${tour}`,
    sample.folder,
  ]);
  say('VS Code is open on the sample workspace.');
}

async function serve(port) {
  await setUp();
  const { CodeServer } = await driver('code-server');
  const server = await CodeServer.start({ home: path.join(cache, 'workbench'), port, unpacked: [tour] });
  console.log(server.address(sample.folder, { development: root }));
  say('Open this address in a browser; Ctrl+C ends it.');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.stop());
  await server.ended();
}

async function once() {
  await setUp();
  const { Workbench } = await driver('workbench');
  const { explain } = await driver('explain');
  const workbench = await Workbench.open({ folder: sample.folder });
  const screenshot = path.join(out, 'explain.png');
  try {
    const explanation = await explain(workbench, { files: sample.image, model: sample.model });
    await workbench.screenshot(screenshot);
    console.log(JSON.stringify({ ...explanation, screenshot: path.relative(root, screenshot) }));
  } catch (error) {
    say(await workbench.report());
    await workbench.screenshot(screenshot);
    throw error;
  } finally {
    await workbench.close();
  }
}
