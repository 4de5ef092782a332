// The licences of the packages whose code lies in our bundles: what they ask to be shipped with copies of them.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Licences that let a package lie in ours under the MIT licence; another one is for a person to judge. */
const approved = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

const heading = `Third-party notices of Plumbline

Plumbline itself is under the MIT licence, see LICENSE. The packages below are part of its bundles in dist/, each under
its own licence. ONNX Runtime, sharp with libvips, and DuckDB are not bundled: where they are shipped, they lie in
dist/node_modules with what their own packages say of their licences, and are loaded from there.
`;

/**
 * Writes the notices.
 *
 * @param {string} root absolute path of the working tree
 * @param {Iterable<string>} files paths from the root of everything that was bundled or copied, with `/`
 * @returns {string} one part for each package, by name
 * @throws {Error} when a package is under a licence that nobody has approved
 */
export function writeNotices(root, files) {
  const folders = new Set();
  for (const file of files) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const parts = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    if (!approved.has(license)) {
      throw new Error(
        `${name} ${version} is under ${license ?? 'no licence that it names'}: judge whether it may be bundled, and name the licence in scripts/thirdPartyNotices.mjs.`,
      );
    }
    const text = licenceTexts(path.join(root, folder)).join('\n\n');
    const body = text === '' ? `The package names the licence ${license}, and holds no text of it.` : text;
    parts.set(`${name} ${version}`, `${name} ${version} (${license})\n\n${body}\n`);
  }
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  return [heading, ...sorted].join(`\n${'-'.repeat(80)}\n\n`);
}

/** Licence and notice of a package, as it holds them. */
function licenceTexts(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i.test(name));
  return names.sort().map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}
