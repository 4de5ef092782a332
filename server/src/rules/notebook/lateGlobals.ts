/** The rule about functions that read variables of the notebook: what they see is decided where they are called. */
import type {
  Definition,
  FunctionSummary,
  NameUse,
  NotebookAnalysis,
  Statement,
} from '../../notebook/flow/analysis.ts';
import type { NotebookFinding, NotebookRule } from './notebookRule.ts';

export const lateGlobalRules: readonly NotebookRule[] = [
  {
    id: 'notebook/late-global',
    severity: 'I/W/W',
    finds: 'a function that reads a variable of the notebook',
    why: 'It sees the value that the variable has when the function is called, not the one that stood there when it was written. Where the variable gets another value in between, the same call gives another result; elsewhere this is a hint. Make the variable a parameter.',
    *check({ analysis }) {
      if (analysis === undefined) return;
      for (const statement of analysis.statements) {
        if (!isDefinition(statement) || statement.isOpaque || statement.isLeftOut) continue;
        const uses = statement.lateUses.filter((use) => isVariable(use));
        for (const [name, [use]] of Map.groupBy(uses, (one) => one.name)) {
          const owner = use === undefined ? undefined : innermost(analysis.functions, use.at);
          if (use !== undefined && owner !== undefined) yield* tell(analysis, statement, owner, name, use);
        }
      }
    },
  },
];

function isDefinition({ type }: Statement): boolean {
  return type === 'function_definition' || type === 'decorated_definition' || type === 'class_definition';
}

/** The function in whose body something stands. */
function innermost(
  functions: readonly FunctionSummary[],
  { cell, start, end }: NameUse['at'],
): FunctionSummary | undefined {
  const around = functions.filter(({ at }) => at.cell === cell && at.start <= start && end <= at.end);
  return around.toSorted((left, right) => right.at.start - left.at.start)[0];
}

/** Whether a name is that of data: functions, classes and modules are read late on purpose. */
function isVariable({ name, isWritten, isUncertain, definitions }: NameUse): boolean {
  if (!isWritten || isUncertain || name.startsWith('$') || definitions.length === 0) return false;
  return definitions.every(({ kind }) => kind === 'bind' || kind === 'mutate' || kind === 'maybe-mutate');
}

function* tell(
  analysis: NotebookAnalysis,
  statement: Statement,
  owner: FunctionSummary,
  name: string,
  use: NameUse,
): Generator<NotebookFinding> {
  const rebound = reboundAfter(analysis, statement, use);
  const calls = owner.calls.length;
  if (rebound !== undefined && calls > 0) {
    yield {
      at: use.at,
      message: `\`${owner.name}\` reads \`${name}\` when it is called, and by then cell ${rebound.at.cell + 1} has given it another value: make it a parameter.`,
      related: [{ at: rebound.at, message: `gives \`${name}\` another value` }],
    };
    return;
  }
  // A constant that is named like one and never changes is a setting.
  const values = new Set(bindings(analysis, name).map((definition) => textOfStatement(analysis, definition)));
  if (/^[A-Z][A-Z\d_]*$/.test(name) && values.size === 1) return;
  yield {
    at: use.at,
    message: `\`${owner.name}\` reads the variable \`${name}\` of the notebook: make it a parameter.`,
    atMost: 'hint',
  };
}

/** Where a variable that had a value before the function gets another one before a call. */
function reboundAfter(
  analysis: NotebookAnalysis,
  statement: Statement,
  { name, definitions }: NameUse,
): Definition | undefined {
  const before = bindings(analysis, name).findLast((definition) => definition.statement < statement.id);
  if (before === undefined) return undefined;
  // What is written the same gives the same, as where a chapter sets its constants again.
  const written = textOfStatement(analysis, before);
  return definitions.find(
    (definition) =>
      definition.kind === 'bind' &&
      definition.isWritten &&
      definition.statement > statement.id &&
      textOfStatement(analysis, definition) !== written,
  );
}

function textOfStatement({ statements, notebook }: NotebookAnalysis, { statement }: Definition): string {
  const at = statements[statement]?.at;
  return at === undefined ? '' : (notebook.cells[at.cell]?.text.slice(at.start, at.end) ?? '');
}

function bindings({ statements }: NotebookAnalysis, name: string): readonly Definition[] {
  return statements.flatMap(({ definitions }) =>
    definitions.filter((definition) => definition.name === name && definition.kind === 'bind' && definition.isWritten),
  );
}
