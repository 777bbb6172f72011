/** Writes the tables of README.md and docs/methods.md from the registries. Usage: node --import tsx scripts/readme.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECTIONS } from './readme/sections';

export const PAGES = ['README.md', 'docs/methods.md'].map((page) => join(__dirname, '..', page));

/** A page with every generated part made anew. */
export function withSections(page: string): string {
  return Object.entries(SECTIONS).reduce((text, [name, make]) => {
    const marked = new RegExp(`(<!-- ${name}: generated -->\n)[\\s\\S]*?(<!-- end -->)`);
    return text.replace(marked, (_, start: string, end: string) => `${start}${make()}\n${end}`);
  }, page);
}

if (require.main === module) for (const page of PAGES) writeFileSync(page, withSections(readFileSync(page, 'utf8')));
