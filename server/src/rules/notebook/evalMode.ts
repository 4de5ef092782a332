/** The rule about networks that are evaluated as if they were still being trained. */
import type { NotebookAnalysis } from '../../notebook/flow/analysis.ts';
import { partOf, textOf } from '../../notebook/syntax/pythonTree.ts';
import { nodesOf } from './codeAt.ts';
import { heldOutOf } from './leaks/testData.ts';
import type { Evaluation } from './leaks/trainings.ts';
import type { NotebookContext, NotebookFix, NotebookRule } from './notebookRule.ts';

export const evalModeRules: readonly NotebookRule[] = [
  {
    id: 'notebook/no-eval-mode',
    severity: 'I/W/W',
    finds: 'a network of PyTorch with dropout or batch normalisation that is evaluated in training mode',
    why: 'Dropout then leaves out neurons at random and batch normalisation learns from the test rows, so the score is another one with each run, and mostly a worse one. Call `model.eval()` before, and compute without gradients.',
    hasFix: true,
    *check(context) {
      const { analysis, pythonCells } = context;
      if (analysis === undefined || !changesWithMode(context)) return;
      // Where the mode is set somewhere, nothing says that it is the wrong one here.
      if (
        pythonCells.some(({ cell }) =>
          /\.(?:eval|train)\(|set_grad_enabled|\btraining\s*=/.test(withoutForms(cell.text)),
        )
      )
        return;
      const told = new Set<number>();
      for (const { evaluation } of heldOutOf(analysis)) {
        const [model] = evaluation.models;
        if (model === undefined || analysis.object(model)?.kind !== 'torch-module' || told.has(model)) continue;
        told.add(model);
        yield {
          at: evaluation.at,
          fixes: switchedBefore(analysis, evaluation),
          message: `\`${evaluation.call.text}\` is evaluated in training mode, in which dropout and batch normalisation change the result: call \`${evaluation.call.text}.eval()\` before.`,
        };
      }
    },
  },
];

/** Switches the mode in the line before the statement, when it is one of the cell's own. */
function switchedBefore(analysis: NotebookAnalysis, { call, statement, at }: Evaluation): readonly NotebookFix[] {
  const place = analysis.statements[statement]?.at;
  if (place?.cell !== at.cell || !/^[A-Za-z_]\w*$/.test(call.text)) return [];
  const changes = [{ at: { ...place, end: place.start }, newText: `${call.text}.eval()\n` }];
  return [{ title: `Call \`${call.text}.eval()\` before`, changes, isPreferred: true }];
}

/** Without `pd.eval(…)` and `df.eval(…)` of a text. */
function withoutForms(text: string): string {
  return text.replace(/\.eval\(\s*["']/g, '');
}

const moded = /^(?:nn\.|torch\.nn\.)?(?:Dropout\w*|AlphaDropout|BatchNorm\dd|SyncBatchNorm|InstanceNorm\dd)$/;

/** Whether a layer of the notebook does one thing in training and another in use. */
function changesWithMode(context: NotebookContext): boolean {
  for (const { cell, node } of nodesOf(context, new Set(['call']))) {
    const callee = partOf(node, 'function');
    if (callee !== undefined && moded.test(textOf(cell.tree, callee))) return true;
  }
  return false;
}
