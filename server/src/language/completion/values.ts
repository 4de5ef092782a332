/** Values that can stand at the cursor. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { findMetricName } from '../../../../schemas/metricNames.ts';
import type { EntityKind } from '../../../../schemas/scalars.ts';
import { entityNouns } from '../../rules/ref.ts';
import type { Project } from '../../spec/project.ts';
import type { ChoiceShape, ListShape, ScalarShape, Shape } from '../../spec/shape.ts';
import { summarize } from '../entitySummary.ts';
import { describeEntity } from '../hover/entityText.ts';
import { escapeText, sentences } from '../markdown.ts';
import { formsOf } from '../shapePath.ts';
import { keysOf } from '../treePath.ts';
import { textsOf } from '../yamlValues.ts';
import { suggestTagValues } from './chargeNames.ts';
import type { CompletionContext } from './context.ts';
import { suggestInExpression } from './expressions.ts';
import { suggestMeasureEvidence, suggestSource } from './measures.ts';
import { suggestClasses, suggestColumns, suggestCurrencies, suggestMetricNames } from './names.ts';
import { suggestParts, suggestPaths } from './paths.ts';
import { fittingSamples, suggestUnits } from './quantities.ts';
import { joinLists, noSuggestions, snippetText, valueText } from './suggestion.ts';
import type { Suggestion, SuggestionList } from './suggestion.ts';

/** Values of every form that the place may have. */
export async function suggestValues(context: CompletionContext, shapes: readonly Shape[]): Promise<SuggestionList> {
  const lists = await Promise.all(shapes.map((shape) => suggestValuesOf(context, shape)));
  const isNamed = shapes.some((shape, index) => namesThings(shape) && lists[index]?.suggestions.length !== 0);
  const joined = joinLists(...lists, isNamed ? noSuggestions : suggestSamples(context, shapes));
  const taken = takenItems(context);
  const { suggestions } = joined;
  return {
    ...joined,
    suggestions: suggestions.filter(({ label }, index) => {
      return !taken.has(label) && suggestions.findIndex((other) => other.label === label) === index;
    }),
  };
}

const namingMeanings: readonly string[] = ['reference', 'column', 'class', 'path', 'glob', 'part', 'person'];

/** Whether values name what there is: where real names are offered, one of an invented project would mislead. */
function namesThings(shape: Shape): boolean {
  if (shape.kind === 'list') return formsOf(shape.item).some(namesThings);
  return shape.kind === 'scalar' && namingMeanings.includes(shape.meaning ?? '');
}

/** Other items of the list in which the cursor stands. */
function takenItems({ cursor }: CompletionContext): ReadonlySet<string> {
  const step = cursor.steps.at(-1);
  return new Set(step?.kind === 'item' ? textsOf(step.list) : []);
}

async function suggestValuesOf(context: CompletionContext, shape: Shape): Promise<SuggestionList> {
  switch (shape.kind) {
    case 'choice':
      return suggestChoices(context, shape);
    case 'scalar':
      return suggestScalars(context, shape);
    case 'list':
      return suggestListItem(context, shape);
    case 'object':
    case 'map':
    case 'union':
      return noSuggestions;
  }
}

/** On a line of its own below its key, a list begins with a dash. */
function suggestListItem({ cursor }: CompletionContext, { item }: ListShape): SuggestionList {
  if (cursor.at !== 'key' || cursor.isFlow) return noSuggestions;
  const object = formsOf(item).find((form) => form.kind === 'object');
  const first = object === undefined ? undefined : [...object.fields.values()].find(({ isOptional }) => !isOptional);
  const start = first === undefined ? '- ' : `- ${first.name}: `;
  return {
    suggestions: [
      {
        label: `${start.trimEnd()} …`,
        kind: CompletionItemKind.Snippet,
        filter: '-',
        insert: start,
        snippet: `${start}$0`,
        detail: 'new entry of the list',
        opensNext: true,
      },
    ],
  };
}

function suggestChoices(context: CompletionContext, { values, meanings }: ChoiceShape): SuggestionList {
  if (values.every((value) => findMetricName(String(value)) !== undefined)) return suggestMetricNames(context);
  return {
    suggestions: values.map((value) => {
      const word = String(value);
      const meaning = meanings[word];
      return {
        label: word,
        kind: CompletionItemKind.EnumMember,
        insert: valueText(word, context.cursor),
        ...commitInFlow(context.cursor),
        ...(meaning === undefined ? {} : { documentation: sentences(meaning) }),
      };
    }),
  };
}

async function suggestScalars(context: CompletionContext, shape: ScalarShape): Promise<SuggestionList> {
  const suggested: SuggestionList = {
    suggestions: Object.entries(shape.suggests).map(([text, meaning]) => ({
      label: text,
      kind: CompletionItemKind.Value,
      insert: valueText(text, context.cursor),
      documentation: sentences(meaning),
    })),
  };
  return joinLists(await suggestByMeaning(context, shape), suggested);
}

/** Where the meaning of a value says nothing about it, its place may. */
function suggestPlainly(context: CompletionContext, { type }: ScalarShape): SuggestionList {
  const tags = suggestTagValues(context);
  if (tags.suggestions.length > 0) return tags;
  return type === 'boolean'
    ? { suggestions: ['true', 'false'].map((label) => ({ label, kind: CompletionItemKind.Value })) }
    : (suggestSource(context) ?? noSuggestions);
}

async function suggestByMeaning(context: CompletionContext, shape: ScalarShape): Promise<SuggestionList> {
  switch (shape.meaning) {
    case 'quantity':
      return suggestUnits(context, shape.dimension ?? 'any');
    case 'expression':
      return suggestInExpression(context);
    case 'reference':
      return joinLists(suggestReferences(context, shape), await suggestOtherwise(context, shape));
    case 'path':
    case 'glob':
      return suggestPaths(context, {});
    case 'part':
      return joinLists(suggestSource(context) ?? noSuggestions, await suggestParts(context));
    case 'person':
      return suggestPersons(context);
    case 'date':
      return { suggestions: [today(context)] };
    case 'evidence':
      return suggestEvidence(context);
    case 'column':
      return quoted(context, suggestColumns(context));
    case 'class':
      return quoted(context, suggestClasses(context));
    case 'currency':
      return suggestCurrencies(context);
    case undefined:
      return suggestPlainly(context, shape);
    case 'fraction':
    case 'period':
    case 'commit':
    case 'environment':
    case 'thresholds':
    case 'formula':
      return noSuggestions;
  }
}

/** Between brackets, what ends a value also accepts it: only where no other text may stand. */
function commitInFlow({ isFlow, style, steps }: CompletionContext['cursor']): Pick<Suggestion, 'commit'> {
  if (!isFlow || style !== 'plain') return {};
  return { commit: steps.at(-1)?.kind === 'item' ? [',', ']'] : [',', '}'] };
}

function word({ cursor }: CompletionContext, text: string, detail: string): Suggestion {
  return { label: text, kind: CompletionItemKind.Value, insert: valueText(text, cursor), detail };
}

/** A day is text in YAML 1.2, which is what a spec is: it needs no quotes. */
function today({ snapshot }: CompletionContext): Suggestion {
  return { label: snapshot.facts.today, kind: CompletionItemKind.Value, detail: 'today' };
}

function quoted({ cursor }: CompletionContext, list: SuggestionList): SuggestionList {
  return {
    ...list,
    suggestions: list.suggestions.map((suggestion) => ({ ...suggestion, insert: valueText(suggestion.label, cursor) })),
  };
}

/** Ids that the place may name, and the words allowed besides. */
function suggestReferences(context: CompletionContext, { refersTo, besides }: ScalarShape): SuggestionList {
  const { snapshot, cursor } = context;
  const [section, ownId] = keysOf(cursor.steps);
  const isOwn = (kind: EntityKind, id: string): boolean => id === ownId && sections[kind] === section;
  return {
    suggestions: [
      ...refersTo.flatMap((kind) =>
        snapshot.project
          .entities(kind)
          .filter(({ id }) => !isOwn(kind, id))
          .map((entity): Suggestion => ({
            label: entity.id,
            kind: CompletionItemKind.Reference,
            insert: valueText(entity.id, cursor),
            detail: entityNouns[kind],
            documentation: () => describeEntity(snapshot, entity),
            ...commitInFlow(cursor),
          })),
      ),
      ...besides.map((text): Suggestion => ({ label: text, kind: CompletionItemKind.Keyword })),
    ],
  };
}

/** Sections whose entries refer to their own kind: an entry must not name itself. */
const sections: Partial<Record<EntityKind, string>> = { metric: 'metrics', model: 'models' };

async function suggestOtherwise(context: CompletionContext, { otherwise }: ScalarShape): Promise<SuggestionList> {
  return otherwise === 'path' || otherwise === 'glob' ? suggestPaths(context, {}) : noSuggestions;
}

/** Addresses that hide somebody reach nobody; what else stands in a configuration of git is no address. */
const hiddenAddress = /noreply/i;
const plainAddress = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;

/** Authors who are offered: those who committed most. */
const mostAuthors = 10;

/** Whom the spec names already, then who commits to its folder. */
function suggestPersons(context: CompletionContext): SuggestionList {
  const named = personsOf(context.snapshot.project);
  const fact = context.snapshot.facts.authors();
  const authors = fact.state === 'known' ? fact.value : [];
  const others = authors
    .filter(({ email }) => plainAddress.test(email) && !hiddenAddress.test(email) && !named.includes(email))
    .slice(0, mostAuthors);
  return {
    suggestions: [
      ...named.map((text) => word(context, text, 'person')),
      ...others.map(({ name, email }) => word(context, email, `${name}, who commits here`)),
    ],
    isIncomplete: fact.state === 'pending',
  };
}

/** E-mail addresses that the spec uses, most frequent first. */
function personsOf(project: Project): readonly string[] {
  const counts = new Map<string, number>();
  for (const node of project.scalars) {
    if (node.kind === 'scalar' && node.meaning === 'person') counts.set(node.text, (counts.get(node.text) ?? 0) + 1);
  }
  return [...counts].toSorted(([, left], [, right]) => right - left).map(([text]) => text);
}

const evidenceKinds = [
  ['run:', 'A run of this project.'],
  ['split:', 'Counts of a split.'],
  ['mlflow:', 'A metric of an MLflow run.'],
  ['dvc:', 'A value in a DVC metrics file.'],
  ['dbt:', 'A metric of dbt or MetricFlow.'],
  ['file:', 'A file of the workspace.'],
] as const;

async function suggestEvidence(context: CompletionContext): Promise<SuggestionList> {
  const { cursor, snapshot } = context;
  if (cursor.before.startsWith('split:')) {
    return {
      suggestions: snapshot.project.entities('split').map((entity) => ({
        label: `split:${entity.id}`,
        kind: CompletionItemKind.Reference,
        insert: valueText(`split:${entity.id}`, cursor),
        documentation: escapeText(summarize(snapshot, entity)),
      })),
    };
  }
  if (cursor.before.startsWith('file:')) return suggestPaths(context, { prefix: 'file:' });
  const measured = suggestMeasureEvidence(context);
  if (measured !== undefined) return measured;
  return {
    suggestions: evidenceKinds.map(([label, meaning]) => ({
      label,
      kind: CompletionItemKind.Keyword,
      documentation: sentences(meaning),
      // A plain value that ends in a colon would be read as a key.
      ...(cursor.style === 'plain' ? { insert: `"${label}"`, snippet: `"${label}$0"` } : { insert: label }),
      opensNext: true,
    })),
  };
}

/** Values as a user would write them, where nothing is typed yet. */
function suggestSamples({ cursor, shapes }: CompletionContext, forms: readonly Shape[]): SuggestionList {
  if (cursor.style !== 'plain' || `${cursor.before}${cursor.after}`.trim() !== '') return noSuggestions;
  const written = [...(shapes.field?.samples ?? []), ...forms.flatMap((form) => form.samples)];
  const quantity = forms.find((form) => form.kind === 'scalar' && form.meaning === 'quantity');
  const samples =
    quantity?.kind === 'scalar' ? fittingSamples(written, cursor.steps, quantity.dimension ?? 'any') : written;
  return {
    suggestions: [...new Set(samples)].map((sample) => ({
      label: sample,
      kind: CompletionItemKind.Snippet,
      // Nothing that is typed is like it: Enter after a value of one's own must not put the sample there instead.
      filter: ' ',
      insert: sample,
      snippet: snippetText(sample),
      detail: 'sample',
    })),
  };
}
