/** Runs the models of a project over their splits and says which limits were missed. */
import { evaluateRequest } from '../../../schemas/requests.ts';
import type { EvaluateAnswer } from '../../../schemas/requests.ts';
import { chooseProject } from './chooseProject.ts';
import { done, endUndone, fail, offerStart } from './command.ts';
import type { Action, Command, CommandResult, RunningContext } from './command.ts';
import { readModelArgument, readSpecArgument } from './commandArguments.ts';
import { openPanelCommand } from './openPanelCommand.ts';

export const evaluateModels: Command = {
  id: 'plumbline.model.evaluate',
  needs: 'server',
  whenUntrusted: (l10n) => l10n.t('Evaluating runs a model of this folder, so it waits until you trust the workspace.'),
  whenDown: offerStart,
  run: async (context, args) => {
    const named = readModelArgument(args);
    const choice = await chooseProject(context, named?.specUri ?? readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const { specUri } = choice.project;
    const outcome = await context.client.request(evaluateRequest, { specUri, modelId: named?.modelId ?? null });
    return outcome.kind === 'done' ? tell(context, outcome.value, specUri) : endUndone(context, outcome);
  },
};

export const openEvaluation = openPanelCommand('plumbline.evaluation.open', (panels, specUri) => {
  panels.openEvaluation(specUri);
});

function tell(context: RunningContext, { evaluated, problems }: EvaluateAnswer, specUri: string): CommandResult {
  const { editor, l10n } = context;
  for (const { model, split, rows, runUri, missed } of evaluated) {
    const actions: readonly Action[] = [
      { title: l10n.t('Show'), run: () => context.panels.openEvaluation(specUri) },
      ...(runUri === null ? [] : [{ title: l10n.t('Open Run'), run: () => editor.openFile(runUri) }]),
    ];
    const answered = rows.toLocaleString('en');
    if (missed.length === 0) {
      const sentence = l10n.t('{0} on {1}: no limit was missed. {2} rows were answered.', model, split, answered);
      editor.tell('information', sentence, actions);
    } else {
      const sentence = l10n.t(
        '{0} on {1} misses the limit of {2}. {3} rows were answered.',
        model,
        split,
        missed.slice(0, 3).join(', '),
        answered,
      );
      editor.tell('warning', sentence, actions);
    }
  }
  const [problem] = problems;
  return problem === undefined ? done : fail(context, problem);
}
