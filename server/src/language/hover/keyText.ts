/** What a key of the language is for. */
import type { Need } from '../../../../schemas/scalars.ts';
import type { FieldShape, Shape } from '../../spec/shape.ts';
import { formsOf } from '../shapePath.ts';
import { code, link, paragraphs, sentences } from '../markdown.ts';
import { rulePageOf } from '../rulePage.ts';

/** Description, need, standard, samples, and the rules that look at it. */
export function describeField(field: FieldShape, rulePages: string): string {
  return paragraphs([
    `**${field.name}** · ${describeNeed(field)}`,
    ...fieldBody(field),
    field.rules.length === 0
      ? undefined
      : `Rules: ${field.rules.map((rule) => link(rule, rulePageOf(rulePages, rule))).join(', ')}`,
  ]);
}

/** The same without its title and its rules, for the documentation of a completion. */
export function fieldBody(field: FieldShape): readonly (string | undefined)[] {
  return [
    sentences(field.description),
    field.standard === undefined ? undefined : `When absent: ${sentences(field.standard)}.`,
    describeValues(formsOf(field.shape)),
    field.samples.length === 0 ? undefined : `Such as ${field.samples.map((sample) => code(sample)).join(' or ')}`,
  ];
}

/** When the key is needed, in a few words. */
export function describeNeed(field: Pick<FieldShape, 'isOptional' | 'need'>): string {
  if (!field.isOptional) return 'required';
  const { need } = field;
  if (need === undefined) return 'optional';
  return isAlways(need) ? 'required' : `needed when ${need.when}`;
}

function isAlways({ when }: Need): boolean {
  return when.startsWith('always');
}

function describeValues(forms: readonly Shape[]): string | undefined {
  const choices = forms.filter((form) => form.kind === 'choice');
  const lines = choices.flatMap(({ values, meanings }) =>
    values.map((value) => {
      const meaning = meanings[String(value)];
      return `- ${code(String(value))}${meaning === undefined ? '' : `: ${sentences(meaning)}`}`;
    }),
  );
  // A long closed list, such as that of metric names, is for the completion list.
  return lines.length === 0 || lines.length > 16 ? undefined : lines.join('\n');
}
