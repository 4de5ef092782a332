/** The rule about large data that was copied here, although it could be worked on where it is. */
import { decimal } from '../../spec/decimal.ts';
import { amountIn } from '../economicsView.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { sourcesOf } from '../sources.ts';
import type { Source } from '../sources.ts';

/** Beyond this, a copy takes longer than the question that it answers. */
const bigGigabytes = 10;

function* bigCopy({ project, facts, know }: RuleContext, { id, node }: Source): Generator<Finding> {
  const { path, size, location, version, engine } = node.fields;
  const original = location ?? version?.fields.s3?.fields.bucket ?? version?.fields.pachyderm?.fields.repo ?? engine;
  if (path === undefined || original === undefined) return;
  const local = know(facts.path(path.text, project.locate(path.place)?.file.uri ?? ''));
  if (local === undefined || (local.kind !== 'file' && local.kind !== 'folder')) return;
  // A folder, and the files of a pattern, are as large as the spec says.
  const onDisk = local.matches === undefined ? local.sizeBytes : undefined;
  const gigabytes = onDisk === undefined ? amountIn(size?.quantity, 'GB') : decimal(onDisk).div(1_000_000_000);
  if (gigabytes === undefined || gigabytes.lte(bigGigabytes)) return;
  yield {
    place: path.place,
    message: `${gigabytes.toFixed(1)} GB of \`${id}\` were copied here, and the original lies elsewhere: work where the data is, by an engine, or take a sample.`,
    related: [{ place: original.place, message: 'The original is named here.' }],
  };
}

export const dataVolumeRules: readonly Rule[] = [
  {
    id: 'data/big-local-copy',
    severity: 'I/I/I',
    finds: 'more than 10 GB that were copied into the workspace although the original lies elsewhere',
    why: 'Copies of large data cost time, disks and permissions, and are old the next day. Name the engine that holds the table, so that only answers travel, or work on a sample that is large enough for the question.',
    *check(context) {
      for (const source of sourcesOf(context.spec)) yield* bigCopy(context, source);
    },
  },
];
