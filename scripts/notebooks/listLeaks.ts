/**
 * Lists what the rules about leaks find in the notebooks of public repositories, for a person who judges each finding.
 *
 *     PLUMBLINE_NOTEBOOK_CORPUS=folder node scripts/notebooks/listLeaks.ts [--sample 120] [--seed 2] [--rule leak/overlap] [--path]
 */
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFixture } from '../../test/support/notebookFixture.ts';
import { loadPythonParser } from '../../test/support/pythonParser.ts';
import { corpusRoot, findNotebooks, readNotebook, sample } from './corpus.ts';

const { values: given } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    rule: { type: 'string', default: 'leak/' },
    /** Whether the flow path of each finding is told. */
    path: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const root = corpusRoot(process.env);
const parser = await loadPythonParser();
const found = await findNotebooks(root);
const chosen = given.sample === undefined ? found : sample(found, Number(given.sample), Number(given.seed));
const counts = new Map<string, number>();
let speaking = 0;
for (const { path } of chosen) {
  const notebook = await readNotebook(path);
  const own = checkFixture({ notebook, spec: undefined }, parser).filter(({ rule }) => rule.startsWith(given.rule));
  if (own.length === 0) continue;
  speaking += 1;
  say(relative(root, path));
  for (const { rule, severity, at, message, related } of own) {
    counts.set(`${rule} ${severity}`, (counts.get(`${rule} ${severity}`) ?? 0) + 1);
    say(`  ${severity} ${rule} in cell ${(at?.cell ?? 0) + 1}: ${message}`);
    const text = (place: typeof at): string => {
      const cell = place === undefined ? undefined : notebook.cells[place.cell];
      return cell?.text.slice(place?.start, place?.end).split('\n')[0]?.slice(0, 120) ?? '';
    };
    say(`      ${text(at)}`);
    if (!given.path) continue;
    for (const step of related) say(`      cell ${step.at.cell + 1}: ${text(step.at)} ← ${step.message}`);
  }
}
for (const [rule, count] of [...counts].sort()) say(`${count} ${rule}`);
say(`findings in ${speaking} of ${chosen.length} notebooks`);
