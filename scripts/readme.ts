/** Writes the tables of README.md from the registries. Usage: node --import tsx scripts/readme.ts [--check] */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { citation, type Paper } from '../src/protocol/paper';
import { methods } from '../src/engine/attribution';

const README = join(__dirname, '..', 'README.md');

const cell = (text: string): string => text.replace(/\|/g, '\\|');
const link = (paper: Paper): string => `[${citation(paper)}](${paper.url})`;
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');
}

/** The generated parts of the README, by the name in their markers. */
export const sections: Readonly<Record<string, () => string>> = {
  methods: () =>
    table(
      ['Method', 'id', 'What it shows', 'Paper'],
      methods.map((m) => [m.label, `\`${m.id}\``, m.shows, link(m.paper)]),
    ),
};

/** The README with every generated part made anew. */
export function withSections(readme: string): string {
  return Object.entries(sections).reduce((text, [name, make]) => {
    const marked = new RegExp(`(<!-- ${name}: generated -->\n)[\\s\\S]*?(<!-- end -->)`);
    return text.replace(marked, (_, start: string, end: string) => `${start}${make()}\n${end}`);
  }, readme);
}

if (require.main === module) {
  const before = readFileSync(README, 'utf8');
  const after = withSections(before);
  if (process.argv.includes('--check')) process.exitCode = before === after ? 0 : 1;
  else writeFileSync(README, after);
}
