/** The rule about data that is prepared in two places, decided on the text of the Python files. */
import { lacks } from '../spec/located.ts';
import { shorten } from '../spec/words.ts';
import { findImports, localPaths, namesModule } from './pipelineImports.ts';
import { fileOfPath } from './pipelineView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** Files that are read on the way from a stage to the shared module. */
const mostFiles = 30;

/**
 * Whether a Python file imports a module, itself or through other files of the project.
 *
 * @returns undefined while one of the files is not known
 */
function reaches(context: RuleContext, start: string, target: string, uri: string): boolean | undefined {
  const { facts, know } = context;
  const waiting = [start];
  const seen = new Set(waiting);
  // A list that grows while it is walked: the files in the order in which they are met.
  for (const file of waiting) {
    if (file === target) return true;
    const fact = facts.text(file, uri);
    if (fact.state === 'pending') return undefined;
    // A module that cannot be read is somebody else's, but the stage itself must be known.
    const text = file === start ? know(fact) : fact.state === 'known' ? fact.value : undefined;
    if (text === undefined) {
      if (file === start) return undefined;
      continue;
    }
    for (const statement of findImports(text.text)) {
      if (namesModule(statement, file, target)) return true;
      for (const path of localPaths(statement, file)) {
        if (seen.has(path) || seen.size >= mostFiles) continue;
        seen.add(path);
        waiting.push(path);
      }
    }
  }
  return false;
}

function* findDuplicatedPreparation(context: RuleContext): Generator<Finding> {
  const { pipeline } = context.spec.fields;
  const stages = pipeline?.fields.stages;
  const { train, serve } = stages?.fields ?? {};
  if (pipeline === undefined || stages === undefined || train === undefined || serve === undefined) return;
  // One file does both.
  if (train.text === serve.text) return;
  if (lacks(pipeline, 'shared')) {
    yield {
      place: pipeline.empty.get('shared') ?? stages.keyPlace ?? stages.place,
      message: `Nothing says which module prepares data both for ${shorten(train.text)} and for ${shorten(serve.text)}: name it under \`shared\`, because two would drift apart.`,
    };
    return;
  }
  const { shared } = pipeline.fields;
  if (shared === undefined) return;
  const uri = fileOfPath(context, shared);
  const apart = [train, serve].filter(
    ({ text }) => text.endsWith('.py') && reaches(context, text, shared.text, uri) === false,
  );
  const [first, second] = apart;
  if (first === undefined) return;
  const who = second === undefined ? `${shorten(first.text)} does not import` : 'Neither stage imports';
  yield {
    place: second === undefined ? first.place : shared.place,
    message: `${who} ${shorten(shared.text)}, so training and serving prepare data in two places that drift apart: let both use it.`,
    related:
      second === undefined
        ? [{ place: shared.place, message: 'The module for both is named here.' }]
        : apart.map(({ place }) => ({ place, message: 'This stage does not import it.' })),
  };
}

export const pipelineCodeRules: readonly Rule[] = [
  {
    id: 'pipeline/pre-post-duplicated',
    severity: 'I/W/W',
    finds: 'training and serving that prepare data in two places',
    why: 'Two pieces of code that should do the same never stay the same: the model then answers on other numbers than it learned from, and nothing fails. One module, imported by both, cannot differ from itself. Imports are followed through the files of the project.',
    check: findDuplicatedPreparation,
  },
];
