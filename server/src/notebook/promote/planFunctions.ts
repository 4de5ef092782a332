/** Functions of the package with their names, what they take and what they give back. */
import type { Definition, NotebookAnalysis } from '../flow/analysis.ts';
import type { StatementGroup } from './groupFunctions.ts';
import { nameFunction, sayHeading } from './nameFunction.ts';
import type { NotebookCode, StatementCode } from './notebookCode.ts';
import type { PlannedFunction, PlannedMetric, PlannedName } from './plan.ts';
import type { ConfigurationReplacement } from './project/findConfiguration.ts';
import type { RangeIndex } from './rangeIndex.ts';
import type { Names } from './resolveNames.ts';
import type { Facts } from './statementFacts.ts';
import { wireFunctions } from './wireFunctions.ts';

export function planFunctions(
  analysis: NotebookAnalysis,
  code: NotebookCode,
  groups: readonly StatementGroup[],
  names: Names,
  facts: Facts,
  configuration: RangeIndex<ConfigurationReplacement>,
  metrics: readonly PlannedMetric[],
): readonly PlannedFunction[] {
  const wiring = wireFunctions(
    groups.map(({ statements }) => statements),
    {
      readsOf: (statement) => facts.of(statement).reads,
      aliasesOf: (statement) => facts.of(statement).aliases,
      bindsOf: (statement) => facts.of(statement).binds,
      surelyBindsOf: (statement) => (isCompound(statement) ? [] : facts.of(statement).binds),
      assignsOf: (statement) => facts.of(statement).assigns,
      innerBindsOf: (statement) => [
        ...new Set(facts.of(statement).definitions.flatMap(({ source }) => [...source.binds])),
      ],
      nameOf: (definition) => names.valueName(definition),
      isResult: (definition) => isModel(analysis, definition),
    },
  );
  const taken = new Set(names.topNames);
  return groups.map((group, index) => {
    const { inputs, outputs, begun } = wiring[index] ?? { inputs: [], outputs: [], begun: [] };
    const ids = group.statements.map(({ statement }) => statement.id);
    const name = nameFunction(
      { ...group, reads: readsData(group), subject: subjectOf(analysis, group, outputs, names) },
      taken,
    );
    taken.add(name);
    const members = new Set(ids);
    const inGroup = (definition: Definition): boolean => members.has(definition.statement);
    const planned = (value: string, isOutput: boolean): PlannedName =>
      describe(
        analysis,
        value,
        definitionsOf(code, facts, value, isOutput ? inGroup : (made) => !inGroup(made), names, ids, isOutput),
      );
    const keys = group.statements.flatMap(({ statement }) =>
      configuration.inside(statement.at).flatMap(({ key }) => key ?? []),
    );
    return {
      module: group.stage === 'infer' ? 'evaluate' : group.stage,
      stage: group.stage,
      name,
      statements: ids,
      inputs: inputs.map((value) => planned(value, false)),
      outputs: outputs.map((value) => planned(value, true)),
      begun,
      configuration: [...new Set(keys)],
      reports: metrics.some(({ statement }) => members.has(statement)),
      prose: group.prose ?? sayHeading(group.heading),
    };
  });
}

const compound: ReadonlySet<string> = new Set([
  'if_statement',
  'for_statement',
  'while_statement',
  'try_statement',
  'match_statement',
]);

function isCompound({ node }: StatementCode): boolean {
  return node !== undefined && compound.has(node.type);
}

function readsData({ statements }: StatementGroup): boolean {
  return statements.some(({ statement }) =>
    statement.calls.some(({ effect }) => effect?.stage === 'data' && effect.reads.length > 0),
  );
}

/** The definitions of a value that come into a function, or that it makes. */
function definitionsOf(
  code: NotebookCode,
  facts: Facts,
  value: string,
  isWanted: (definition: Definition) => boolean,
  names: Names,
  ids: readonly number[],
  isOutput: boolean,
): readonly Definition[] {
  const statements = ids.flatMap((id) => code.of(id) ?? []);
  if (isOutput) {
    return statements
      .flatMap(({ statement }) => statement.definitions)
      .filter((definition) => names.valueName(definition) === value && isWanted(definition));
  }
  return statements
    .flatMap((statement) => facts.of(statement).reads)
    .filter(({ name }) => name === value)
    .flatMap(({ definitions }) => definitions)
    .filter(isWanted);
}

function describe(analysis: NotebookAnalysis, name: string, definitions: readonly Definition[]): PlannedName {
  const last = definitions.toSorted((left, right) => left.statement - right.statement).at(-1);
  const made = last === undefined ? undefined : analysis.statements[last.statement];
  const results = made?.calls.filter(({ through }) => through === undefined).at(-1)?.result;
  const object = results === undefined ? undefined : analysis.object(results);
  return {
    name,
    variable: last?.name ?? name,
    kind: object?.kind ?? 'unknown',
    object: object?.id,
    madeBy: last?.statement,
  };
}

/** A model is a result of its function, whether another one uses it or not; what a loop makes beside it is none. */
function isModel(analysis: NotebookAnalysis, { name, statement, kind, isWritten }: Definition): boolean {
  const made = analysis.statements[statement];
  if (made === undefined || !isWritten || kind === 'delete') return false;
  const isBlock = /^(?:for|while|with|if|try)_statement$/.test(made.type);
  return made.calls.some(({ effect, result, receiver, through, text }) => {
    if (through !== undefined || (isBlock && kind === 'bind' && text.split('.')[0] !== name)) return false;
    const object = analysis.object(receiver ?? result ?? -1);
    return effect?.role === 'fit' && object !== undefined && object.kind !== 'transformer';
  });
}

/** What a function is about: what it gives back, else the model that it uses. */
function subjectOf(
  analysis: NotebookAnalysis,
  { stage, statements }: StatementGroup,
  outputs: readonly string[],
  names: Names,
): string | undefined {
  const isAboutModel = stage === 'train' || stage === 'evaluate' || stage === 'infer';
  const model = isAboutModel
    ? modelIn(
        analysis,
        statements.map(({ statement }) => statement.id),
        names,
      )
    : undefined;
  return model ?? outputs[0];
}

function modelIn(analysis: NotebookAnalysis, ids: readonly number[], names: Names): string | undefined {
  for (const id of ids) {
    const statement = analysis.statements[id];
    for (const { receiver, effect, text } of statement?.calls ?? []) {
      const object = receiver === undefined ? undefined : analysis.object(receiver);
      if (effect?.role === undefined || object === undefined || object.kind === 'transformer') continue;
      const variable = text.split('.')[0] ?? '';
      const isName = statement?.uses.some(({ name, isWritten }) => isWritten && name === variable) === true;
      if (isName && !names.topNames.has(variable)) return variable;
    }
  }
  return undefined;
}
