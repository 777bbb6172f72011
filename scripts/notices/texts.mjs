import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup/paths.mjs';

const require = createRequire(import.meta.url);
const own = /^(?:licen[cs]e|copying|notices?|copyrightnotice)(?:\.(?:md|txt))?$/i;
/** Holders of packages whose manifest names a maintainer instead. */
const holders = { 'onnxruntime-node': 'Microsoft Corporation', 'onnxruntime-common': 'Microsoft Corporation' };
/** Where licences of the SPDX list leave room for a year and a name. */
const holder = /(?:<year>|YEAR) (?:<copyright holders>|by AUTHOR EMAIL)/;

/**
 * The licence texts of a package: the files it brings, or else those of the SPDX list for the licences it names, with
 * its authors as the holders.
 */
export function licenceTexts({ place, name, licence }) {
  const folder = path.join(root, place);
  const files = place === '' ? [] : readdirSync(folder).filter((file) => own.test(file));
  if (files.length > 0) return files.sort().map((file) => tidy(readFileSync(path.join(folder, file), 'utf8')));
  const { author } = place === '' ? {} : JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const authors = holders[name] ?? author?.name ?? author?.replace(/\s*[<(].*/, '') ?? `the authors of ${name}`;
  return licence.split(' AND ').map((id) => {
    const { licenseText } = require(`spdx-license-list/licenses/${id}.json`);
    return tidy(licenseText.replace(holder, authors));
  });
}

/** Without the differences that say nothing: line ends, spaces at the end of lines, empty lines in a row. */
const tidy = (text) =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
