/** Rules about personal data: on which basis it is used, how long it is kept, where it lies, what models may see. */
import { regulations } from '../../../schemas/regulations.ts';
import type { Regulation } from '../../../schemas/regulations.ts';
import type { DataSourceShape } from '../../../schemas/spec/data.ts';
import type { ObjectNode } from '../spec/located.ts';
import { lacks, stateOf } from '../spec/located.ts';
import { listOf, shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { fillKey, joinInsertions } from './fillKey.ts';
import { inputColumnsOf } from './inputColumns.ts';
import { allowedCountries, findRegion } from './privacy/cloudRegions.ts';
import { sensitiveTopic } from './privacy/sensitiveWords.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { sourcesOf } from './sources.ts';
import type { Source } from './sources.ts';

type PrivacyNode = ObjectNode<DataSourceShape['privacy']>;
type PrivacyKey = keyof DataSourceShape['privacy'];

interface PersonalSource extends Source {
  readonly privacy: PrivacyNode;
  /** The value that says so. */
  readonly saysSo: Place;
}

/** Sources that are said to hold personal data. */
function* personalSources(spec: RuleContext['spec']): Generator<PersonalSource> {
  for (const source of sourcesOf(spec)) {
    const { privacy } = source.node.fields;
    const personal = privacy?.fields.personal_data;
    if (privacy !== undefined && personal?.value === true) yield { ...source, privacy, saysSo: personal.place };
  }
}

/** What must be said of personal data, besides what has a rule of its own. */
const basics = ['regulation', 'basis', 'purpose', 'fields', 'categories', 'residency'] as const satisfies PrivacyKey[];

function* noBasis({ id, privacy, saysSo }: PersonalSource): Generator<Finding> {
  const missing = basics.filter((key) => lacks(privacy, key));
  const [first] = missing;
  if (first !== undefined) {
    const absent = missing.filter((key) => stateOf(privacy, key) === 'absent');
    const changes = joinInsertions(absent.map((key) => fillKey(privacy, key, '')));
    yield {
      place: absent.length > 0 ? saysSo : (privacy.empty.get(first) ?? saysSo),
      message: `\`${id}\` holds personal data, and ${listOf(missing)} ${missing.length === 1 ? 'is' : 'are'} not said: without law, basis and purpose it may not be used.`,
      fixes: changes.length === 0 ? [] : [{ title: `Add ${listOf(absent)}`, changes }],
    };
  }
  const { basis, regulation } = privacy.fields;
  if (basis === undefined || regulation === undefined) return;
  const laws: readonly Regulation[] = regulations;
  const known = regulation.items.flatMap(({ text }) => laws.filter(({ name }) => name === text));
  const isClosed = known.length > 0 && known.every(({ bases }) => bases.length > 0);
  if (!isClosed || known.some(({ bases }) => bases.includes(basis.value))) return;
  yield {
    place: basis.place,
    message: `\`${basis.text}\` is no basis under ${listOf(known.map(({ name }) => name))}: write ${listOf(known[0]?.bases ?? [], 'or')}.`,
    related: [{ place: regulation.place, message: 'The law is named here.' }],
  };
}

/** Why special categories are likely: the text that speaks of them, and of what. */
function suspicionOf({ node, privacy }: PersonalSource): { readonly text: string; readonly topic: string } | undefined {
  const { fields, categories } = privacy.fields;
  for (const { text } of [...(categories?.items ?? []), ...(fields?.items ?? [])]) {
    const topic = sensitiveTopic(text);
    if (topic !== undefined) return { text, topic };
  }
  return node.fields.modality?.value === 'audio'
    ? { text: 'audio', topic: 'voices, which are biometric data' }
    : undefined;
}

function* specialCategory(source: PersonalSource): Generator<Finding> {
  const { id, privacy, saysSo } = source;
  const special = privacy.fields.special_categories;
  const suspicion = suspicionOf(source);
  const because = suspicion === undefined ? '' : `: \`${shorten(suspicion.text)}\` speaks of ${suspicion.topic}`;
  if (lacks(privacy, 'special_categories') || (special?.kind === 'list' && special.items.length === 0)) {
    yield {
      place: privacy.empty.get('special_categories') ?? special?.place ?? saysSo,
      message: `Say under \`special_categories\` whether \`${id}\` holds faces, voices, health or the like, by which exception, or \`none\`${because}.`,
    };
  } else if (special?.kind === 'scalar' && suspicion !== undefined) {
    yield {
      place: special.place,
      message: `\`${id}\` is said to hold no special categories, and \`${shorten(suspicion.text)}\` speaks of ${suspicion.topic}: name the exception that allows it, such as \`art-9-2-a\`.`,
    };
  }
}

function* residency({ id, node, privacy }: PersonalSource): Generator<Finding> {
  const declared = privacy.fields.residency;
  const countries = declared === undefined ? undefined : allowedCountries(declared.items.map(({ text }) => text));
  if (declared === undefined || countries === undefined || countries.size === 0) return;
  const { location, version } = node.fields;
  for (const address of [location, version?.fields.s3?.fields.bucket]) {
    const stored = address === undefined ? undefined : findRegion(address.text);
    if (address === undefined || stored === undefined || countries.has(stored.country)) continue;
    yield {
      place: address.place,
      message: `\`${id}\` may lie in ${listOf(
        declared.items.map(({ text }) => shorten(text)),
        'or',
      )}, and \`${stored.region}\` is in ${stored.country}: move it, or correct \`residency\`.`,
      related: [{ place: declared.place, message: 'The allowed regions are named here.' }],
    };
  }
}

function* forbiddenInputs(context: RuleContext): Generator<Finding> {
  const forbidden = context.spec.fields.constraints?.fields.forbidden_inputs?.items ?? [];
  if (forbidden.length === 0) return;
  // Engines compare names of columns without regard to case.
  const byName = new Map(forbidden.map((item) => [item.text.toLowerCase(), item]));
  for (const { modelId, name, place, lineage } of inputColumnsOf(context)) {
    const via = [...lineage].find((column) => byName.has(column.toLowerCase()));
    const item = via === undefined ? undefined : byName.get(via.toLowerCase());
    if (via === undefined || item === undefined) continue;
    const how = via === name ? 'no model may read it' : `is computed from \`${shorten(via)}\`, which no model may read`;
    yield {
      place,
      message: `\`${shorten(name)}\` feeds \`${modelId}\`, and ${how}: remove the input.`,
      related: [{ place: item.place, message: `\`${shorten(item.text)}\` is forbidden here.` }],
    };
  }
}

export const privacyRules: readonly Rule[] = [
  {
    id: 'privacy/no-basis',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'personal data without the law, basis or purpose of its use, or with a basis that the law does not know',
    why: 'Personal data may be used only on a legal basis, for a purpose that was said before. What is written here is what an audit, or the person whose data it is, will ask for. It is no legal advice.',
    hasFix: true,
    *check({ spec }) {
      for (const source of personalSources(spec)) yield* noBasis(source);
    },
  },
  {
    id: 'privacy/special-category',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'personal data about faces, voices, health and the like that is not marked as such',
    why: 'The law forbids the use of health, biometric, genetic and similar data, with few exceptions. Say which exception holds, or `none` when there is no such data. Names of columns and categories that speak of it are taken as a sign.',
    *check({ spec }) {
      for (const source of personalSources(spec)) yield* specialCategory(source);
    },
  },
  {
    id: 'privacy/residency',
    severity: 'E/E/E',
    finds: 'personal data that lies in a cloud region outside the allowed ones',
    why: 'Where data lies decides which law and which authorities reach it. The region is read from the address under `location` and from the name of the bucket; an address that names none is no finding.',
    *check({ spec }) {
      for (const source of personalSources(spec)) yield* residency(source);
    },
  },
  {
    id: 'privacy/retention-missing',
    severity: 'W/W/E',
    waits: 'section',
    finds: 'personal data that is kept for ever',
    why: 'Personal data may be kept as long as its purpose needs it, and no longer. Say how long, and see to it that it is deleted then, from copies and training sets as well.',
    hasFix: true,
    *check({ spec }) {
      for (const { id, privacy, saysSo } of personalSources(spec)) {
        if (!lacks(privacy, 'retention')) continue;
        const isAbsent = stateOf(privacy, 'retention') === 'absent';
        yield {
          place: privacy.empty.get('retention') ?? saysSo,
          message: `Nothing says how long the personal data of \`${id}\` is kept: write \`retention\`, such as \`12 months\`.`,
          fixes: isAbsent ? [{ title: 'Add `retention`', changes: [fillKey(privacy, 'retention', '')] }] : [],
        };
      }
    },
  },
  {
    id: 'privacy/feature-forbidden',
    severity: 'E/E/E',
    finds: 'an input that no model may read, or that is computed from such a column',
    why: 'Attributes such as origin or nationality must not decide about people, and a column computed from one carries it along. Remove the input; whether another column stands for it unseen is for slices to show.',
    check: forbiddenInputs,
  },
];
