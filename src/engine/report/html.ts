import { createHash } from 'node:crypto';
import type { ReportFormat } from './format';
import { markup } from './markup';
import { citation } from '../../protocol/paper';
import { cellText, isMean, type Cell, type Section, type Table, type Term } from './table';

/** What sorting goes by: the number itself, not its short form. */
function sortValue(cell: Cell): string {
  const value = isMean(cell) ? cell.mean : cell;
  return typeof value === 'number' && Number.isFinite(value) ? ` data-value="${value}"` : '';
}

function cellOf(cell: Cell): string {
  const text = markup(cellText(cell));
  const kind = typeof cell === 'string' ? '' : ' class="number"';
  return `<td${kind}${sortValue(cell)}>${isMean(cell) && cell.best ? `<strong>${text}</strong>` : text}</td>`;
}

function tableOf({ caption, columns, rows }: Table): string {
  const head = columns
    .map(
      (c) =>
        `<th scope="col"${c.text ? '' : ' class="number"'}${c.hint ? ` title="${markup(c.hint)}"` : ''}><button type="button">${markup(c.label)}</button></th>`,
    )
    .join('');
  const body = rows.map((row) => `<tr>${row.map(cellOf).join('')}</tr>`).join('\n');
  return `<div class="scroll"><table>\n<caption>${markup(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`;
}

function termOf({ term, text, paper }: Term): string {
  const source = paper ? ` <a href="${markup(paper.url)}">${markup(citation(paper))}</a>` : '';
  return `<dt>${markup(term)}</dt><dd>${markup(text)}${source}</dd>`;
}

function sectionOf({ title, paragraphs = [], command, figures = [], terms = [], tables = [] }: Section): string {
  const list = terms.length > 0 ? [`<dl>${terms.map(termOf).join('\n')}</dl>`] : [];
  return [
    `<section>\n<h2>${markup(title)}</h2>`,
    ...paragraphs.map((text) => `<p>${markup(text)}</p>`),
    ...(command === undefined ? [] : [`<pre><code>${markup(command)}</code></pre>`]),
    ...figures.map(({ svg, caption }) => `<figure>${svg}<figcaption>${markup(caption)}</figcaption></figure>`),
    ...tables.map(tableOf),
    ...list,
    '</section>',
  ].join('\n');
}

const STYLE = `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { padding: .2rem .7rem; border-bottom: 1px solid color-mix(in srgb, currentcolor 20%, transparent); text-align: left; white-space: nowrap; }
th { white-space: normal; vertical-align: bottom; }
.number { text-align: right; }
th button { all: unset; cursor: pointer; font-weight: 600; }
th button:focus-visible { outline: 2px solid; outline-offset: 2px; }
@media (scripting: none) { th button { pointer-events: none; } }
th[aria-sort=ascending] button::after { content: " \\25B2"; }
th[aria-sort=descending] button::after { content: " \\25BC"; }
figure { margin: 1rem 0; overflow-x: auto; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem 1.5rem; overflow-wrap: anywhere; }
p { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }`;

/** Sorts a table by the column whose heading is pressed; a second press turns the order round. */
const SCRIPT = `for (const heading of document.querySelectorAll('th')) heading.firstChild.addEventListener('click', () => {
  const table = heading.closest('table'), body = table.tBodies[0], at = heading.cellIndex;
  const down = heading.getAttribute('aria-sort') === 'ascending';
  for (const other of table.querySelectorAll('th')) other.removeAttribute('aria-sort');
  heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const key = (row) => row.cells[at].dataset.value === undefined ? row.cells[at].textContent : Number(row.cells[at].dataset.value);
  const order = (a, b) => a === '' ? 1 : b === '' ? -1 : (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))) * (down ? -1 : 1);
  body.append(...[...body.rows].sort((a, b) => order(key(a), key(b))));
});`;
/** A browser runs the script with this hash and no other, whatever a name in the report says. */
const SCRIPT_HASH = `sha256-${createHash('sha256').update(SCRIPT).digest('base64')}`;

/** One page that needs nothing else: no network, no other file. */
export const html: ReportFormat = {
  id: 'html',
  label: 'HTML',
  ending: 'html',
  write: ({ title, sections }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'">
<meta name="viewport" content="width=device-width">
<title>${markup(title)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<h1>${markup(title)}</h1>
${sections.map(sectionOf).join('\n')}
<script>${SCRIPT}</script>
</body>
</html>
`,
};
