/** The packages that a command such as `pip install` names. */
import type { Magic } from './maskedCell.ts';

/** Options that take a value of their own. */
const withValue: ReadonlySet<string> = new Set(
  '-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links -t --target --root --prefix -n --name --channel --python'.split(
    ' ',
  ),
);

/** @param command without a leading sign */
export function readInstalls(command: string): Magic['installs'] {
  const match =
    /^(?:sudo\s+)?(?:(?:python\S*|\{sys\.executable\})\s+-m\s+)?(?<tool>pip[\d.]*|conda|mamba|uv\s+pip)\s+install\s+(?<rest>(?:"[^"]*"|'[^']*'|[^;&|>"'])*)/.exec(
      command,
    );
  if (match?.groups === undefined) return [];
  const installs: { name: string; version: string | undefined }[] = [];
  const words = (match.groups['rest'] ?? '')
    .replace(/\\\r?\n/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  for (let index = 0; index < words.length; index += 1) {
    const word = (words[index] ?? '').replace(/^["']|["']$/g, '');
    if (word.startsWith('#')) break;
    // Of a channel of conda, -c is the option; its value is no package.
    if (withValue.has(word)) index += 1;
    else if (!word.startsWith('-')) {
      const parts = /^(?<name>[A-Za-z][\w.-]*)(?:\[[\w,.-]*\])?(?<version>(?:[=<>!~]=?|===?)[\w.*,<>=!~-]+)?$/.exec(
        word,
      )?.groups;
      if (parts?.['name'] !== undefined) installs.push({ name: parts['name'], version: parts['version'] });
    }
  }
  return installs;
}
