import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('docs/architecture.md', () => {
  const page = read('docs/architecture.md');

  it('explains every error code, and no other', () => {
    const union = /export type ErrorCode =([^;]+);/.exec(read('src/protocol/error.ts'))?.[1] ?? '';
    const codes = [...union.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code);
    const section = /^## Errors\n([^]*?)^## /m.exec(page)?.[1] ?? '';
    const explained = [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
    assert.ok(codes.length > 10);
    assert.deepEqual(explained, codes);
  });

  it('names files and folders of the source that are there', () => {
    const rooms = ['src', 'src/engine', 'src/extension', 'src/webview', ''];
    const there = (place: string): boolean =>
      rooms.some((room) => {
        const full = path.join(root, room, place);
        return (
          existsSync(full) ||
          existsSync(`${full}.ts`) ||
          (existsSync(path.dirname(full)) &&
            readdirSync(path.dirname(full)).some((name) => name.startsWith(`${path.basename(full)}.`)))
        );
      });
    const known = new Set(
      readdirSync(path.join(root, 'src/engine')).concat('extension', 'webview', 'protocol', 'src', 'test'),
    );
    const places = [...page.matchAll(/`([a-z][\w-]*\/[\w./-]*)`/g)].map(([, place]) => place);
    const missing = places.filter((place) => known.has(place.split('/')[0]) && !there(place));
    assert.ok(places.length > 20);
    assert.deepEqual(missing, []);
  });
});
