/** Servers of a contract: the keys that their kind needs. */
import { serverKindOf } from '../../../schemas/contract/servers.ts';
import { insertKey } from '../spec/edits.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { listOf } from '../spec/words.ts';
import { stands } from './keyProblems.ts';
import { findMisplacedKeys } from './kindProblems.ts';
import { headOf, invalid } from './problem.ts';
import type { Reading } from './problem.ts';

export function* findServerProblems(reading: Reading): Generator<SpecProblem> {
  for (const server of reading.root.fields.servers?.items ?? []) {
    const type = server.fields.type?.text;
    const kind = type === undefined ? undefined : serverKindOf(type);
    if (type === undefined || kind === undefined) continue;
    const missing = kind.needs.filter((key) => !stands(server, key));
    if (missing.length > 0) {
      const place = server.fields.type?.place ?? headOf(server);
      yield invalid(
        place,
        `A server of type ${type} is found by ${listOf(kind.needs)}, and ${listOf(missing)} ${missing.length === 1 ? 'is' : 'are'} missing: add ${missing.length === 1 ? 'it' : 'them'}.`,
        // Several blanks at once would only be several findings.
        missing.length > 1
          ? []
          : missing.map((key) => ({ title: `Add \`${key}\``, changes: [insertKey(server.yaml, key, '')] })),
      );
    }
    yield* findMisplacedKeys(server, type, 'a server of type', reading);
  }
}
