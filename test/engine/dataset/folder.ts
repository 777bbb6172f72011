import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder `set` of small files inside a new temporary folder, which goes away after the suite. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const top = mkdtempSync(join(tmpdir(), 'lens-dataset-'));
  after(() => rmSync(top, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(top, 'set', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return join(top, 'set');
}
