import assert from 'node:assert/strict';
import { mayHaveGraphics } from '../../../src/engine/session/hardware';

describe('graphics hardware', () => {
  const files = (folders: Readonly<Record<string, string[]>>) => (folder: string) => folders[folder] ?? [];

  it('is told on Linux by the device files', () => {
    assert.equal(mayHaveGraphics('linux', files({ '/dev': ['null', 'nvidia0', 'nvidiactl'] })), true);
    assert.equal(mayHaveGraphics('linux', files({ '/dev': ['null'], '/dev/dri': ['card0', 'renderD128'] })), true);
    assert.equal(mayHaveGraphics('linux', files({ '/dev': ['dxg'] })), true);
    assert.equal(mayHaveGraphics('linux', files({ '/dev': ['null', 'nvidiactl'], '/dev/dri': ['card0'] })), false);
  });

  it('is assumed elsewhere', () => {
    assert.equal(mayHaveGraphics('win32', files({})), true);
    assert.equal(mayHaveGraphics('darwin', files({})), true);
  });
});
