/** Runs the models of a project over their splits and says which limits were missed. */
import type * as z from 'zod';
import { evaluateRequest, evaluationChoicesRequest, showRunsRequest } from '../../../schemas/requests.ts';
import type { EvaluateAnswer } from '../../../schemas/requests.ts';
import type { Localization } from '../status.ts';
import { chooseProject } from './chooseProject.ts';
import { cancelled, done, endUndone, fail, offerStart, refuse } from './command.ts';
import type { Action, Command, CommandResult, RunningContext } from './command.ts';
import { readModelArgument, readRunsArgument, readSpecArgument } from './commandArguments.ts';

function waitForTrust(l10n: Localization): string {
  return l10n.t('Evaluating runs a model of this folder, so it waits until you trust the workspace.');
}

export const evaluateModels: Command = {
  id: 'plumbline.model.evaluate',
  needs: 'server',
  whenUntrusted: waitForTrust,
  whenDown: offerStart,
  run: async (context, args) => {
    const named = readModelArgument(args);
    const choice = await chooseProject(context, named?.specUri ?? readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const { specUri } = choice.project;
    return evaluate(context, { specUri, modelId: named?.modelId ?? null });
  },
};

/** Also measures what answering asks of this machine, which takes seconds for each model. */
export const measureMachine: Command = {
  id: 'plumbline.machine.measure',
  needs: 'server',
  whenUntrusted: waitForTrust,
  whenDown: offerStart,
  run: async (context, args) => {
    const choice = await chooseProject(context, readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const { specUri } = choice.project;
    const { client, editor, l10n } = context;
    const choices = await client.request(evaluationChoicesRequest, { specUri });
    if (choices.kind !== 'done') return endUndone(context, choices);
    const { targets } = choices.value;
    const none = {
      label: l10n.t('None of them'),
      description: l10n.t('figures are shown and not judged'),
      target: null,
    };
    const offered = [...targets.map((target) => ({ label: target, description: '', target })), none];
    const machine =
      targets.length === 0
        ? none
        : await editor.choose(
            offered.map(({ label, description, target }) => ({ label, description, value: { target } })),
            l10n.t('Which deployment target is this machine?'),
          );
    if (machine === undefined) return cancelled;
    return evaluate(context, { specUri, modelId: null, machine: { target: machine.target } });
  },
};

/** Measures predictions that were made elsewhere as if a model of the spec had made them. */
export const evaluatePredictions: Command = {
  id: 'plumbline.predictions.evaluate',
  needs: 'server',
  whenDown: offerStart,
  whenUntrusted: (l10n) =>
    l10n.t('Evaluating reads the table that you choose, so it waits until you trust the workspace.'),
  run: async (context, args) => {
    const choice = await chooseProject(context, readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const { specUri } = choice.project;
    const { client, editor, l10n } = context;
    const choices = await client.request(evaluationChoicesRequest, { specUri });
    if (choices.kind !== 'done') return endUndone(context, choices);
    const { pairings } = choices.value;
    if (pairings.length === 0) {
      return refuse(
        context,
        l10n.t('No metric of the spec names a model and a split, so there is nothing to measure by.'),
      );
    }
    const offered = pairings.map((pairing) => ({
      label: l10n.t('{0} on {1}', pairing.modelId, pairing.splitId),
      value: pairing,
    }));
    const pairing =
      pairings.length === 1 ? pairings[0] : await editor.choose(offered, l10n.t('Whose answers are these?'));
    if (pairing === undefined) return cancelled;
    const predictionsUri = await editor.chooseFile(l10n.t('Predictions'), predictionEndings);
    if (predictionsUri === undefined) return cancelled;
    return evaluate(context, { specUri, ...pairing, predictionsUri });
  },
};

/** Of the tables that are read. */
const predictionEndings = ['csv', 'tsv', 'jsonl', 'ndjson', 'parquet', 'gz'];

async function evaluate(
  context: RunningContext,
  params: z.input<typeof evaluateRequest.params>,
): Promise<CommandResult> {
  const outcome = await context.client.request(evaluateRequest, params);
  return outcome.kind === 'done' ? tell(context, outcome.value, params.specUri) : endUndone(context, outcome);
}

/** Opens the panel: at the runs that the caller names, however old, else at what it showed last. */
export const openEvaluation: Command = {
  id: 'plumbline.evaluation.open',
  needs: 'server',
  whenUntrusted: 'runs',
  whenDown: offerStart,
  run: async (context, args) => {
    const runs = readRunsArgument(args);
    const choice = await chooseProject(context, runs?.specUri ?? readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const { specUri } = choice.project;
    const { panels, client, editor } = context;
    if (runs === undefined) {
      panels.openEvaluation(specUri);
      return done;
    }
    const { run, other } = runs;
    const outcome = await client.request(showRunsRequest, { specUri, runs: other === null ? [run] : [run, other] });
    if (outcome.kind !== 'done') return endUndone(context, outcome);
    panels.openEvaluation(specUri, { run, other });
    if (other === null) return done;
    // The panel shows the two at once, and whether they differ by more than chance as soon as that is known.
    await editor.execute('plumbline.run.compare', { specUri, first: other, second: run, isShown: true });
    return done;
  },
};

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
