/** What inference does with a model's answers: what the notebook's evaluation does with them. */
import type { Statement } from '../../../flow/analysis.ts';
import type { PythonNode } from '../../../syntax/pythonTree.ts';
import type { ReadNotebook } from '../derivePreprocess.ts';
import type { LabelStep } from '../labelStep.ts';
import type { Captures } from '../reading.ts';
import { beginAnswer, bestAnswer } from './answer.ts';
import type { Answer, Form } from './answer.ts';
import { createAnswerReader } from './readAnswers.ts';
import { createOperands } from './readAtTop.ts';
import { topScope } from './scopes.ts';
import type { Scope } from './scopes.ts';

export interface PlannedAnswers {
  /** Expression of `raw`, what the model says. */
  readonly scores: string;
  readonly uses: readonly string[];
  /** What is done to the scores in the end, given how what training did to the answers is undone. */
  readonly labelWith: (undone: LabelStep | undefined) => LabelStep | undefined;
}

/** Where a model is asked: the call, and the scope in which it stands. */
export interface AskedModel {
  readonly statement: Statement;
  readonly scope: Scope;
  readonly node: PythonNode;
}

/** @param asked the calls that ask the model, all of them or the one that counts */
export function planAnswers(
  notebook: ReadNotebook,
  asked: readonly AskedModel[],
  form: Form,
  captures: Captures,
): PlannedAnswers {
  // What looks at answers alone, such as a share of right ones that is printed, is dropped, but says how they are read.
  const all = notebook.plan.analysis.statements.filter(({ isOpaque, isLeftOut }) => !isOpaque && !isLeftOut);
  const found = followAnswers(notebook, asked, form, captures, notebook.kept);
  const best = bestAnswer(found);
  const more = best?.decision === undefined ? followAnswers(notebook, asked, form, captures, all) : [];
  const answer = bestAnswer([...found, ...more]) ?? beginAnswer(form);
  const { decision, scores } = answer;
  const isUndone = /inverse_transform|expm1|\bexp\(/.test(`${scores} ${decision ?? ''}`);
  const decided =
    decision === undefined
      ? undefined
      : answer.decidedOn === 'tensor'
        ? `np.asarray(${decision.replace(/\braw\b/, 'torch.as_tensor(raw)')})`
        : `np.asarray(${decision})`;
  return {
    scores,
    uses: answer.uses,
    labelWith: (undone) => {
      if (undone !== undefined && !isUndone && undone.encoder === undefined && decided === undefined) {
        return {
          ...undone,
          code: undone.code.replace(/(?<=inverse_transform)\(raw\)$/, '(np.reshape(raw, (len(raw), -1)))'),
        };
      }
      if (decided === undefined) return undefined;
      const isNamed = undone?.encoder === 'LabelEncoder';
      return {
        code: isNamed ? undone.code.replace(/\braw\b/, decided) : decided,
        capture: isNamed ? undone.capture : undefined,
        meaning: isNamed
          ? `the classes that the notebook decides for, and ${undone.meaning}`
          : 'the decision that the notebook takes',
      };
    },
  };
}

function followAnswers(
  notebook: ReadNotebook,
  asked: readonly AskedModel[],
  form: Form,
  captures: Captures,
  statements: readonly Statement[],
): readonly Answer[] {
  const operands = createOperands(notebook, captures);
  const isAsked = (scope: Scope, call: PythonNode): boolean =>
    asked.some(
      (each) =>
        scope.statement.id === each.statement.id &&
        scope.cell === each.scope.cell &&
        call.start === each.node.start &&
        call.end === each.node.end,
    );
  const first = Math.min(...asked.map(({ statement }) => statement.id));
  const reader = createAnswerReader(notebook, isAsked, form, operands.operandOf);
  for (const statement of statements) {
    const scope = statement.id < first ? undefined : topScope(notebook, statement);
    if (scope === undefined) continue;
    operands.readUntil(statement);
    reader.read(scope);
  }
  return reader.found;
}
