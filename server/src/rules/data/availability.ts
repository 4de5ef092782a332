/** Rules about having the data: an owner, a permission, a version that pins the bytes. */
import type { Fix } from '../../spec/edits.ts';
import { lacks, stateOf } from '../../spec/located.ts';
import { shorten } from '../../spec/words.ts';
import type { Place } from '../../yaml/place.ts';
import { fillKey } from '../fillKey.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { sourcesOf } from '../sources.ts';
import { otherBytes } from './pinnedBytes.ts';
import type { Source, SourceNode } from '../sources.ts';

type VersionNode = NonNullable<SourceNode['fields']['version']>;

/** Words that name whatever is newest, in the habits of several tools. */
const movingVersions: ReadonlySet<string> = new Set(['latest', 'head', 'newest', 'current', 'main', 'master', 'null']);

/** What stands where a version should and pins nothing; undefined when something does. */
function* movingParts(version: VersionNode): Generator<{ readonly text: string; readonly place: Place }> {
  const { s3, pachyderm, table_version: tableVersion, md5 } = version.fields;
  for (const part of [s3?.fields.version_id, pachyderm?.fields.commit, tableVersion, md5]) {
    if (part !== undefined && movingVersions.has(part.text.toLowerCase())) yield part;
  }
}

function* unversioned(context: RuleContext, source: Source): Generator<Finding> {
  const { version } = source.node.fields;
  if (lacks(source.node, 'version') || (version !== undefined && version.yaml.entries.length === 0)) {
    const place = source.node.empty.get('version') ?? version?.keyPlace ?? source.keyPlace;
    yield {
      place,
      message: `Nothing pins the bytes of \`${source.id}\`, so no result on them can be repeated: add a \`version\`.`,
      fixes: pinningFixes(context, source),
    };
  }
  if (version === undefined) return;
  for (const { text, place } of movingParts(version)) {
    yield {
      place,
      message: `\`${shorten(text)}\` pins nothing, because it names other bytes tomorrow: write a version.`,
    };
  }
}

function pinningFixes(context: RuleContext, source: Source): readonly Fix[] {
  const dvcFile = findDvcFile(context, source);
  if (dvcFile !== undefined) {
    const changes = [fillKey(source.node, 'version', `{dvc: ${dvcFile}}`)];
    return [{ title: `Pin the version by \`${dvcFile}\``, changes, isPreferred: true }];
  }
  const isAbsent = stateOf(source.node, 'version') === 'absent';
  return isAbsent ? [{ title: 'Add `version`', changes: [fillKey(source.node, 'version', '')] }] : [];
}

/** The DVC file beside a source, when it is known to be there. Not knowing it costs a better fix, and no check. */
function findDvcFile({ facts, project }: RuleContext, { node }: Source): string | undefined {
  const { path } = node.fields;
  if (path === undefined || !/^[\w./-]+$/.test(path.text)) return undefined;
  const name = `${path.text.replace(/\/$/, '')}.dvc`;
  const fact = facts.path(name, project.uriOf(path.place) ?? '');
  return fact.state === 'known' && fact.value.kind === 'file' ? name : undefined;
}

function* unresolvedVersion({ project, know, facts }: RuleContext, { node }: Source): Generator<Finding> {
  const { dvc, git } = node.fields.version?.fields ?? {};
  for (const part of [dvc, git]) {
    if (part === undefined) continue;
    const found = know(facts.path(part.text, project.uriOf(part.place) ?? ''));
    if (found?.kind !== 'missing') continue;
    const advice =
      part === dvc ? 'run `dvc add` on the data, or correct the path' : 'add the file to git, or correct the path';
    yield { place: part.place, message: `\`${shorten(part.text)}\` does not exist, so it pins nothing: ${advice}.` };
  }
}

export const dataAvailabilityRules: readonly Rule[] = [
  {
    id: 'data/no-owner',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'a data source without an owner',
    why: 'Somebody must answer for what the columns mean, for changes and for faults. Name a person who knows the source, not the team that happens to use it.',
    *check({ spec }) {
      for (const { id, node, keyPlace } of sourcesOf(spec)) {
        if (!lacks(node, 'owner')) continue;
        yield {
          place: node.empty.get('owner') ?? keyPlace,
          message: `Nobody answers for \`${id}\`: add its \`owner\`.`,
        };
      }
    },
  },
  {
    id: 'data/access-not-granted',
    severity: 'W/W/E',
    finds: 'data that may not be used yet, or no longer',
    why: 'Availability is a precondition: a model on data that was only asked for, was refused, or whose permission has ended must be thrown away. Get the permission and write its status and last day.',
    *check({ spec, facts }) {
      for (const { id, node } of sourcesOf(spec)) {
        const { status, expires } = node.fields.access?.fields ?? {};
        if (status?.value === 'requested') {
          yield { place: status.place, message: `Access to \`${id}\` was only asked for: it may not be used yet.` };
        } else if (status?.value === 'denied') {
          yield { place: status.place, message: `Access to \`${id}\` was denied: choose another source.` };
        } else if (expires !== undefined && expires.text < facts.today) {
          const message = `Access to \`${id}\` ended on ${expires.text}, and today is ${facts.today}: have it renewed.`;
          yield { place: expires.place, message };
        }
      }
    },
  },
  {
    id: 'data/unversioned',
    severity: 'W/E/E',
    waits: 'section',
    finds: 'a data source without a version, or one that pins nothing, such as `latest`',
    why: 'A result on bytes that nobody can name cannot be repeated, and a worse value may come from other data. Pin the bytes by DVC, git, a hash, an object version or a table version; the `null` version of S3 is that of a bucket without versions.',
    hasFix: true,
    *check(context) {
      for (const source of sourcesOf(context.spec)) yield* unversioned(context, source);
    },
  },
  {
    id: 'data/version-unresolved',
    severity: 'E/E/E',
    finds: 'a version whose file does not exist, pins something else, or pins other bytes than those that are there',
    why: 'A pin that leads nowhere is worse than none, because it looks like one. Add the data to DVC or git, correct the path, or check out what is pinned.',
    *check(context) {
      for (const source of sourcesOf(context.spec)) {
        yield* unresolvedVersion(context, source);
        yield* otherBytes(context, source);
      }
    },
  },
];
