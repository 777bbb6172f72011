import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const image = path.join(root, 'docs/images/window.png');

/** What a process decodes, and the native libraries of images it has loaded. */
function decoded(electron: boolean): { bytes: string; natives: string[] } {
  const program = `
    if (${electron}) Object.defineProperty(process.versions, 'electron', { value: '34.0.0' });
    const { sharp } = require('./src/engine/image/library');
    sharp(${JSON.stringify(image)}).resize(64, 48).raw().toBuffer().then((pixels) => {
      const bytes = require('node:crypto').createHash('sha256').update(pixels).digest('hex');
      const natives = process.report.getReport().sharedObjects.filter((file) => /vips|sharp/.test(file));
      console.log(JSON.stringify({ bytes, natives }));
    });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', program], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as { bytes: string; natives: string[] };
}

describe("the image library's build", () => {
  it('is the native one in Node', () => {
    assert.notEqual(decoded(false).natives.length, 0);
  });

  it("is WebAssembly, to the same bytes, in Electron's processes on Linux only", () => {
    const { bytes, natives } = decoded(true);
    assert.equal(bytes, decoded(false).bytes);
    assert.equal(natives.length > 0, process.platform !== 'linux');
  });
});
