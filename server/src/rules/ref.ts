/** Rules about references: ids, files, columns, classes that must exist. */
import type { EntityKind } from '../../../schemas/scalars.ts';
import { replaceText } from '../spec/edits.ts';
import { nearest } from '../spec/nearest.ts';
import { listOf, shorten } from '../spec/words.ts';
import type { Project } from '../spec/project.ts';
import type { Place } from '../yaml/place.ts';
import { unknownClasses } from './ref/classes.ts';
import { findCycles } from './ref/cycles.ts';
import { unknownMeasures } from './ref/evidence.ts';
import { wrongFormerIds } from './ref/formerIds.ts';
import { looksLikePath, missingPaths, outsidePaths } from './ref/paths.ts';
import { perEntry } from './perEntry.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** How messages name a kind of entity. */
export const entityNouns: Readonly<Record<EntityKind, string>> = {
  metric: 'metric',
  data: 'data source',
  split: 'split',
  label: 'label',
  model: 'model',
  target: 'deployment target',
  baseline: 'baseline',
  check: 'monitoring check',
  actual: 'import of actual costs',
  item: 'cost item',
  role: 'role',
};

/** What must be an id: what looks like a path is looked for as one. */
const idsIn = perEntry(({ references }) =>
  references.filter(
    ({ isWord, otherwise, id }) => !isWord && otherwise !== 'text' && !(otherwise !== undefined && looksLikePath(id)),
  ),
);

function* unknownIds({ project }: RuleContext): Generator<Finding> {
  for (const reference of idsIn(project)) {
    if (reference.refersTo.some((kind) => project.entity(kind, reference.id) !== undefined)) continue;
    if (!reference.refersTo.every((kind) => project.knowsAll(kind))) continue;
    yield unknownId(project, reference.id, reference.refersTo, reference.place);
  }
}

const splitEvidenceIn = perEntry(({ scalars }) =>
  scalars
    .filter((node) => node.kind === 'scalar')
    .filter(({ meaning, text }) => meaning === 'evidence' && text.startsWith('split:')),
);

/** `split:` names a split. */
function* unknownEvidence({ project }: RuleContext): Generator<Finding> {
  for (const node of splitEvidenceIn(project)) {
    const id = node.text.slice('split:'.length);
    if (project.entity('split', id) !== undefined || !project.knowsAll('split')) continue;
    const { textStart, place } = node;
    const own =
      textStart === undefined
        ? place
        : { ...place, start: textStart + 'split:'.length, end: textStart + node.text.length };
    const found = unknownId(project, id, ['split'], own);
    yield textStart === undefined ? { ...found, fixes: [] } : found;
  }
}

function unknownId(project: Project, id: string, refersTo: readonly EntityKind[], place: Place): Finding {
  const candidates = refersTo.flatMap((kind) => project.entities(kind).map((entity) => entity.id));
  const meant = nearest(id, candidates);
  const nouns = refersTo.map((kind) => entityNouns[kind]).join(' or ');
  const advice =
    meant !== undefined
      ? `did you mean \`${meant}\`?`
      : candidates.length === 0
        ? `the spec defines no ${nouns} yet.`
        : candidates.length > 8
          ? 'define it, or choose one of the completion list.'
          : `there is ${listOf(candidates)}.`;
  return {
    place,
    message: `There is no ${nouns} \`${shorten(id)}\`: ${advice}`,
    fixes:
      meant === undefined
        ? []
        : [{ title: `Change to \`${meant}\``, changes: [replaceText(place, meant)], isPreferred: true }],
  };
}

export const refRules: readonly Rule[] = [
  {
    id: 'ref/unresolved',
    severity: 'E/E/E',
    finds: 'the name of something that does not exist',
    why: 'Go-to-definition must always work: a reference to nothing means that a metric, a split or a check is not what its author thinks.',
    hasFix: true,
    *check(context) {
      yield* unknownIds(context);
      yield* unknownEvidence(context);
      yield* unknownMeasures(context);
      yield* unknownClasses(context.spec);
      yield* missingPaths(context);
    },
  },
  {
    id: 'ref/cycle',
    severity: 'E/E/E',
    finds: 'references that lead back to where they start',
    why: 'A metric that drives itself has no path to money, an item that is a part of itself is never summed, a column derived from itself has no value. Cut the ring at one place.',
    check: ({ spec }) => findCycles(spec),
  },
  {
    id: 'ref/duplicate-id',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'an id or a key with two values in two files of one project',
    why: 'Parts are joined by their ids. Two meanings of one id cannot both hold; the first is used, and this says where the other stands.',
    *check({ project }) {
      for (const { key, first, second } of project.repetitions) {
        yield {
          place: second,
          message: `\`${shorten(key)}\` is defined in another file of this project, too: rename one, or remove one.`,
          related: [{ place: first, message: `\`${shorten(key)}\` is defined here first.` }],
        };
      }
    },
  },
  {
    id: 'ref/former-id',
    severity: 'W/W/W',
    finds: 'an id in `renamed_from` that the entry cannot have had',
    why: 'Records of runs and of drift are kept as they were written, and `renamed_from` says whose they are now. An id that an entry has today keeps its own records, and what two entries claim goes to the first alone.',
    hasFix: true,
    check: ({ project }) => wrongFormerIds(project, entityNouns),
  },
  {
    id: 'ref/outside-workspace',
    severity: 'E/E/E',
    finds: 'a path that leaves the workspace',
    why: 'Nothing outside the workspace is read or written, so that a spec from elsewhere cannot reach your other files, also not by a link. Move the file inside, and write its path from the folder of the spec.',
    check: (context) => outsidePaths(context),
  },
];
