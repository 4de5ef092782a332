/** Keys that can stand at the cursor. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { costCategories } from '../../../../schemas/costCategories.ts';
import { phaseOf } from '../../rules/checkProject.ts';
import type { FieldShape, MapShape, ObjectShape, Shape } from '../../spec/shape.ts';
import { scalarText } from '../../spec/edits.ts';
import { specShape } from '../../spec/specFile.ts';
import type { YamlMap } from '../../yaml/nodes.ts';
import { describeNeed, fieldBody } from '../hover/keyText.ts';
import { paragraphs, sentences } from '../markdown.ts';
import { formsOf } from '../shapePath.ts';
import { textBelow } from '../yamlValues.ts';
import type { CompletionContext } from './context.ts';
import { suggestChargeNames } from './chargeNames.ts';
import { suggestGraphNames } from './graphNames.ts';
import { suggestClasses, suggestColumns, suggestCurrencies, suggestMetricNames, suggestRules } from './names.ts';
import { suggestPaths } from './paths.ts';
import { joinLists, snippetText } from './suggestion.ts';
import { hasTemplates, suggestTemplates } from './templates.ts';
import type { Suggestion, SuggestionList } from './suggestion.ts';

/**
 * Keys of the map in which the cursor stands, required ones first; those that are there already are left out.
 *
 * @param owners the forms that the map may have
 */
export async function suggestKeys(
  context: CompletionContext,
  map: YamlMap,
  owners: readonly (ObjectShape | MapShape)[],
): Promise<SuggestionList> {
  const lists = await Promise.all(owners.map((owner) => suggestFrom(context, map, owner)));
  const { suggestions, isIncomplete } = joinLists(...lists);
  const taken = new Set(takenKeys(context, map));
  const free = suggestions.filter(({ label }, index) => {
    return !taken.has(label) && suggestions.findIndex((other) => other.label === label) === index;
  });
  return { suggestions: free, isIncomplete: isIncomplete ?? false };
}

async function suggestFrom(
  context: CompletionContext,
  map: YamlMap,
  owner: ObjectShape | MapShape,
): Promise<SuggestionList> {
  return owner.kind === 'object' ? { suggestions: suggestFields(context, map, owner) } : suggestMapKeys(context, owner);
}

/** Keys that the map has; at the top level of a part, also what the project states elsewhere counts as stated. */
function takenKeys({ cursor, file }: CompletionContext, map: YamlMap): readonly string[] {
  const written = map.entries.map(({ key }) => key);
  // The mark stands in a section of its own, so the rest of the top level is in the file.
  return cursor.steps.length === 1
    ? [...written, ...file.yaml.entries.filter(({ key }) => key !== cursor.before + cursor.after).map(({ key }) => key)]
    : written;
}

const ranks = { required: 0, needed: 1, optional: 2 } as const;

function suggestFields(context: CompletionContext, map: YamlMap, owner: ObjectShape): readonly Suggestion[] {
  const fields = [...owner.fields.values()].filter((field) => applies(field, map));
  const ranked = fields.map((field) => ({ field, rank: ranks[rankOf(context, field, map)] }));
  return ranked.toSorted((left, right) => left.rank - right.rank).map(({ field }) => suggestField(context, field));
}

/** Whether the siblings that are written leave room for the key; one that is not written yet leaves all room. */
function applies({ appliesWhen }: FieldShape, map: YamlMap): boolean {
  return Object.entries(appliesWhen ?? {}).every(([key, values]) => {
    const written = textBelow(map, key);
    return written === undefined || values.includes(written);
  });
}

function rankOf({ snapshot, cursor, file }: CompletionContext, field: FieldShape, map: YamlMap): keyof typeof ranks {
  const isTopOfPart = cursor.steps.length === 1 && !file.isMain;
  if (!field.isOptional) return 'required';
  const { need } = field;
  if (need === undefined) return 'optional';
  const given = Object.entries(need.given ?? {});
  const isGiven = given.every(([key, values]) => values.includes(textBelow(map, key) ?? ''));
  const isWithout = (need.without ?? []).every((key) => map.entries.every((entry) => entry.key !== key));
  const phase = phaseOf(snapshot.project);
  const isPhase = need.phases === undefined || need.phases.some((one) => one === phase);
  if (!isGiven || !isWithout || !isPhase || isTopOfPart) return 'optional';
  const isCertain =
    need.when.startsWith('always') || given.length > 0 || need.without !== undefined || need.phases !== undefined;
  return isCertain ? 'needed' : 'optional';
}

function suggestField(context: CompletionContext, field: FieldShape): Suggestion {
  const value = valueTemplate(context, field);
  return {
    label: field.name,
    kind: CompletionItemKind.Property,
    detail: describeNeed(field),
    documentation: () => paragraphs(fieldBody(field)),
    ...(context.cursor.hasColon
      ? {}
      : {
          insert: `${field.name}:${value.plain}`,
          snippet: `${field.name}:${value.snippet}`,
          opensNext: value.opensNext,
        }),
  };
}

interface Template {
  readonly plain: string;
  readonly snippet: string;
  readonly opensNext: boolean;
}

/** What follows the colon of a new key: room for a scalar, or a nested level with its required keys. */
function valueTemplate({ cursor }: CompletionContext, { shape, samples }: FieldShape): Template {
  const forms = formsOf(shape);
  const scalar = forms.find((form) => form.kind === 'choice' || form.kind === 'scalar');
  const [first] = forms;
  if (scalar !== undefined || first === undefined) {
    return { plain: ' ', snippet: ' $0', opensNext: scalar !== undefined && hasClosedList(scalar) };
  }
  const isInline = cursor.isFlow || /^[{[]/.test(samples[0] ?? '');
  const indent = ' '.repeat(cursor.column + 2);
  switch (first.kind) {
    case 'list':
      return isInline || formsOf(first.item).every((form) => form.kind !== 'object')
        ? { plain: ' []', snippet: ' [$0]', opensNext: true }
        : { plain: `\n${indent}- `, snippet: `\n${indent}- $0`, opensNext: true };
    case 'map':
      return isInline
        ? { plain: ' {}', snippet: ' {$0}', opensNext: true }
        : {
            plain: `\n${indent}`,
            snippet: `\n${indent}$0`,
            opensNext: first.keys !== 'id' || hasTemplates(first.defines),
          };
    case 'object': {
      const required = [...first.fields.values()].filter((field) => !field.isOptional).map((field) => field.name);
      const opensNext = required.length < 2;
      if (isInline) {
        const filled = required.map((name, index) => `${name}: $${index + 1}`).join(', ');
        return { plain: ' {}', snippet: required.length === 0 ? ' {$0}' : ` {${filled}}`, opensNext };
      }
      const lines = required.map((name, index) => `\n${indent}${name}: $${index + 1}`).join('');
      return { plain: `\n${indent}`, snippet: required.length === 0 ? `\n${indent}$0` : lines, opensNext };
    }
    case 'choice':
    case 'scalar':
    case 'union':
      return { plain: ' ', snippet: ' $0', opensNext: false };
  }
}

const listedMeanings: readonly string[] = [
  'reference',
  'column',
  'class',
  'person',
  'currency',
  'path',
  'glob',
  'part',
];

/** Whether a list of values is worth opening at once. */
function hasClosedList(form: Shape): boolean {
  if (form.kind === 'choice') return true;
  if (form.kind !== 'scalar') return false;
  return form.type === 'boolean' || listedMeanings.includes(form.meaning ?? '');
}

/** Keys of a map whose keys users choose, as far as something is known about them. */
async function suggestMapKeys(context: CompletionContext, map: MapShape): Promise<SuggestionList> {
  const templates = map.defines === undefined ? [] : suggestTemplates(map.defines, context.cursor);
  return joinLists(await suggestKnownKeys(context, map), { suggestions: templates });
}

async function suggestKnownKeys(context: CompletionContext, map: MapShape): Promise<SuggestionList> {
  if (map.defines === 'item') {
    return { suggestions: costCategories.map((category) => suggestCategory(context, map, category)) };
  }
  const suggested = Object.entries(map.suggests).map(([key, meaning]) => mapKey(context, map, key, undefined, meaning));
  const own: SuggestionList = { suggestions: suggested };
  const asKeys = (list: SuggestionList): SuggestionList => ({
    ...list,
    suggestions: list.suggestions.map((suggestion) => ({
      ...suggestion,
      ...mapKey(context, map, suggestion.label, suggestion.detail, undefined),
      ...(suggestion.documentation === undefined ? {} : { documentation: suggestion.documentation }),
      kind: suggestion.kind,
    })),
  });
  switch (map.keys) {
    case 'column':
      return joinLists(own, asKeys(suggestColumns(context)));
    case 'class':
      return joinLists(own, asKeys(suggestClasses(context)));
    case 'metric-name':
      return joinLists(own, asKeys(suggestMetricNames(context)));
    case 'rule':
      return joinLists(own, asKeys(suggestRules()));
    case 'currency':
      return joinLists(own, asKeys(suggestCurrencies(context)));
    case 'path':
      return joinLists(own, await suggestPaths(context, {}));
    case 'role':
      return joinLists(own, { suggestions: suggestRoles(context, map) });
    case 'graph-name':
      return joinLists(own, asKeys(suggestGraphNames(context)));
    case 'free':
      return joinLists(own, asKeys(suggestChargeNames(context)));
    case 'id':
    case 'outcome':
    case undefined:
      return own;
  }
}

function suggestCategory(
  context: CompletionContext,
  map: MapShape,
  { name, description, group, isHidden }: (typeof costCategories)[number],
): Suggestion {
  return mapKey(context, map, name, isHidden ? `${group}, often forgotten` : group, description);
}

/** Roles that the spec or the language names. */
function suggestRoles(context: CompletionContext, map: MapShape): readonly Suggestion[] {
  const team = specShape().fields.get('team')?.shape;
  const known = team?.kind === 'object' ? [...team.fields.values()] : [];
  const written = context.snapshot.project.entities('role').map(({ id }) => ({ name: id, description: '' }));
  return [...known, ...written].map(({ name, description }) => mapKey(context, map, name, undefined, description));
}

function mapKey(
  { cursor }: CompletionContext,
  map: MapShape,
  key: string,
  detail: string | undefined,
  meaning: string | undefined,
): Suggestion {
  const isNested = formsOf(map.value).every((form) => form.kind === 'object' || form.kind === 'map');
  const written = scalarText(key);
  const after = isNested ? (cursor.isFlow ? ' {$0}' : `\n${' '.repeat(cursor.column + 2)}$0`) : ' $0';
  return {
    label: key,
    kind: CompletionItemKind.Property,
    ...(detail === undefined ? {} : { detail }),
    ...(meaning === undefined ? {} : { documentation: sentences(meaning) }),
    ...(cursor.hasColon
      ? {}
      : {
          insert: `${written}:${after.replace('$0', '')}`,
          snippet: `${snippetText(written)}:${after}`,
          opensNext: isNested,
        }),
  };
}
