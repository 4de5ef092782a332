/** Rules of the group `contract`: whether a data contract follows the standard that it names. */
import type { SpecProblem } from '../spec/specProblem.ts';
import { contractDataRules } from './contractData.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** The problems of one kind that reading the contracts found. */
function* problemsOf({ project }: RuleContext, code: SpecProblem['code']): Generator<Finding> {
  for (const { problems } of project.contracts) {
    for (const problem of problems) {
      if (problem.code === code) yield { place: problem.place, message: problem.message, fixes: problem.fixes };
    }
  }
}

const contractShapeRules: readonly Rule[] = [
  {
    id: 'contract/invalid',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'a data contract that breaks the version of the standard that its `apiVersion` names',
    why: 'Every reader of the contract either stops at such a place or passes over it, and nobody knows which. Versions live side by side, so a file is held to its own: a key that came later is a mistake in an older file, and no mistake in a newer one.',
    hasFix: true,
    check: (context) => problemsOf(context, 'contract/invalid'),
  },
  {
    id: 'contract/unknown-version',
    severity: 'W/W/W',
    finds: 'an `apiVersion` that this Plumbline does not know',
    why: 'The version says which keys exist. With an unknown one the contract is checked by the nearest version that is known, and keys that this one does not have are only told as ignored.',
    hasFix: true,
    check: (context) => problemsOf(context, 'contract/unknown-version'),
  },
  {
    id: 'contract/ignored-key',
    severity: 'W/W/W',
    waits: 'behind',
    finds: 'a key that readers of the standard pass over in silence',
    why: 'Old names such as `isNullable`, and typos where the standard leaves keys open, look like a promise and are never checked. Write the name of today: `required` instead of `isNullable`, with the opposite value.',
    hasFix: true,
    check: (context) => problemsOf(context, 'contract/ignored-key'),
  },
];

export const contractRules: readonly Rule[] = [...contractShapeRules, ...contractDataRules];
