/** What the rules about pipelines share: the definitions that a spec names, read once. */
import type { TextFact } from '../../../schemas/facts.ts';
import type { ScalarNode } from '../spec/located.ts';
import { oncePer } from './oncePer.ts';
import { readPipelineDefinition } from './pipelineDefinition.ts';
import type { PipelineDefinition } from './pipelineDefinition.ts';
import type { RuleContext } from './rule.ts';

export interface NamedDefinition {
  /** The path as the spec writes it. */
  readonly path: string;
  readonly definition: PipelineDefinition;
}

const definitionIn = oncePer((fact: TextFact) => readPipelineDefinition(fact.text));

/** The address of the file in which a path of the spec stands. */
export function fileOfPath({ project }: RuleContext, node: Pick<ScalarNode<string>, 'place'>): string {
  return project.locate(node.place)?.file.uri ?? '';
}

/**
 * The definitions that `pipeline.from` names.
 *
 * @returns undefined while one of them cannot be read, or is in no format that is known
 */
export function definitionsOf(context: RuleContext): readonly NamedDefinition[] | undefined {
  const { pipeline } = context.spec.fields;
  if (pipeline === undefined || pipeline.unreadable.has('from')) return undefined;
  const definitions: NamedDefinition[] = [];
  for (const item of pipeline.fields.from?.items ?? []) {
    const text = context.know(context.facts.text(item.text, fileOfPath(context, item)));
    const definition = text === undefined ? undefined : definitionIn(text);
    if (definition === undefined) return undefined;
    definitions.push({ path: item.text, definition });
  }
  return definitions;
}
