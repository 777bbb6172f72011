// `npm run notices`: writes THIRD_PARTY_NOTICES.md, the licences of everything that is shipped. Needs a build.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { shippedPackages } from './notices/shipped.mjs';
import { licenceTexts } from './notices/texts.mjs';
import { root } from './setup/paths.mjs';

export const noticesFile = path.join(root, 'THIRD_PARTY_NOTICES.md');

const introduction = `# Third-party notices

Saliency Lens is under the MIT licence (see LICENSE). What is shipped with it, in the \`.vsix\` and in \`dist/\`, holds the packages below, each
under its own licence. This file is written by \`npm run notices\` from the bundles and the lock file; a test holds it to them.

## libvips and the LGPL

Images are decoded by sharp, which calls libvips. libvips and some of the libraries it is built with (glib, libexif, libheif, librsvg, pango,
fribidi) are under the GNU Lesser General Public License, version 3 or later. They are used as they were published, in files of their own:
\`dist/node_modules/@img/sharp-libvips-<platform>/lib\`, on Windows \`dist/node_modules/@img/sharp-win32-<architecture>/lib\`, and the WebAssembly build in
\`dist/node_modules/@img/sharp-wasm32/lib\`. The \`README.md\` beside each names every library in it with its licence.

What that means: Saliency Lens itself stays under the MIT licence, and you may use it for anything. Whoever passes it on with these files
passes on this notice and the licence, too, and does not forbid others to change the libraries: anyone may replace them by their own builds,
of the same interface, in the same place, and may take Saliency Lens apart as far as looking for mistakes in such a change asks for it. The
sources and the build scripts are at <https://github.com/lovell/sharp-libvips>, each version under its tag, libvips itself at
<https://github.com/libvips/libvips>.

ONNX Runtime is built with libraries of its own; their notices are at
<https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt>. TensorFlow's own library, which SavedModel folders need, is not shipped.
`;

/** The whole file. */
export function notices() {
  const packages = shippedPackages();
  const texts = new Map();
  for (const shipped of packages) {
    for (const text of licenceTexts(shipped)) {
      const key = text.replace(/\s+/g, ' ').toLowerCase();
      const known = texts.get(key) ?? { number: texts.size + 1, text, packages: [] };
      texts.set(key, known);
      if (!known.packages.includes(shipped)) known.packages.push(shipped);
    }
  }
  const numbers = (shipped) =>
    [...texts.values()].filter((known) => known.packages.includes(shipped)).map(({ number }) => number);
  const rows = packages.map((shipped) => {
    const { name, version, licence } = shipped;
    return `| ${name.replace('<platform>', '*platform*')} | ${version} | ${licence} | ${numbers(shipped).join(', ')} |`;
  });
  const sections = [...texts.values()].map(({ number, text }) => `### Text ${number}\n\n${fenced(text)}\n`);
  return [
    introduction,
    `## Packages\n\n| Package | Version | Licence | Text |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`,
    '## Texts\n',
    ...sections,
  ].join('\n');
}

const fenced = (text) => `\`\`\`\`text\n${text}\n\`\`\`\``;

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(noticesFile, notices());
