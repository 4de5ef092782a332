/** Rules about references: ids, files, columns, classes that must exist. */
import type { EntityKind } from '../../../schemas/scalars.ts';
import { replaceText } from '../spec/edits.ts';
import { nearest } from '../spec/nearest.ts';
import { listOf, shorten } from '../spec/words.ts';
import type { Rule } from './rule.ts';

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

export const refRules: readonly Rule[] = [
  {
    id: 'ref/unresolved',
    severity: 'E/E/E',
    finds: 'the name of something that does not exist',
    why: 'Go-to-definition must always work: a reference to nothing means that a metric, a split or a check is not what its author thinks.',
    hasFix: true,
    *check({ project }) {
      for (const reference of project.references) {
        if (reference.isWord || reference.otherwise !== undefined) continue;
        if (reference.refersTo.some((kind) => project.entity(kind, reference.id) !== undefined)) continue;
        if (!reference.refersTo.every((kind) => project.knowsAll(kind))) continue;
        const candidates = reference.refersTo.flatMap((kind) => project.entities(kind).map(({ id }) => id));
        const meant = nearest(reference.id, candidates);
        const nouns = reference.refersTo.map((kind) => entityNouns[kind]).join(' or ');
        const advice =
          meant !== undefined
            ? `did you mean \`${meant}\`?`
            : candidates.length === 0
              ? `the spec defines no ${nouns} yet.`
              : candidates.length > 8
                ? 'define it, or choose one of the completion list.'
                : `there is ${listOf(candidates)}.`;
        yield {
          place: reference.place,
          message: `There is no ${nouns} \`${shorten(reference.id)}\`: ${advice}`,
          fixes:
            meant === undefined
              ? []
              : [
                  {
                    title: `Change to \`${meant}\``,
                    changes: [replaceText(reference.place, meant)],
                    isPreferred: true,
                  },
                ],
        };
      }
    },
  },
  {
    id: 'ref/duplicate-id',
    severity: 'E/E/E',
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
];
