/** Commands that explain: a rule, the first steps, the state of the installation. */
import { doctorRequest, type DoctorCheck } from '../../../schemas/requests.ts';
import { describeFailure } from '../status.ts';
import { cancelled, done, endUndone, fail, offerStart, refuse, type Command, type CommandContext } from './command.ts';
import { readRuleArgument } from './commandArguments.ts';

export const explainRule: Command = {
  id: 'plumbline.rule.explain',
  needs: 'nothing',
  whenUntrusted: 'runs',
  run: async (context, args) => {
    const { editor, l10n, rulePages } = context;
    const ruleId =
      readRuleArgument(args) ??
      (await editor.choose(
        (await rulePages.list()).map(({ id, finds }) => ({ label: id, description: finds ?? '', value: id })),
        l10n.t('Which rule?'),
      ));
    if (ruleId === undefined) return cancelled;
    if (await rulePages.open(ruleId)) return done;
    return refuse(context, l10n.t('There is no page about a rule named {0}.', ruleId));
  },
};

export const openWalkthrough: Command = {
  id: 'plumbline.walkthrough.open',
  needs: 'nothing',
  whenUntrusted: 'runs',
  run: async ({ editor }) => {
    // Until it has read the walkthroughs of extensions, an older VS Code opens its own page of them at its own
    // walkthrough; asked again, that page waits for ours.
    await editor.execute('workbench.action.openWalkthrough', 'plumbline.plumbline#start', false);
    await editor.execute('workbench.action.openWalkthrough', 'plumbline.plumbline#start', false);
    return done;
  },
};

export const runDoctor: Command = {
  id: 'plumbline.doctor.run',
  needs: 'server',
  whenUntrusted: (l10n) =>
    l10n.t('The doctor starts the worker and loads its parts, so it waits until you trust the workspace.'),
  // The server being down is the finding then, and the log says why.
  whenDown: (context) => {
    const state = context.server.state();
    if (state.kind !== 'failed' || state.reason === 'crashed') return offerStart(context);
    return Promise.resolve(fail(context, describeFailure(state.reason, context.l10n)));
  },
  run: async (context) => {
    const outcome = await context.client.request(doctorRequest, {});
    switch (outcome.kind) {
      case 'done':
        return reportChecks(context, outcome.value);
      case 'refused':
      case 'failed':
      case 'cancelled':
        return endUndone(context, outcome);
    }
  },
};

function reportChecks(context: CommandContext, checks: readonly DoctorCheck[]) {
  const { editor, l10n, log } = context;
  for (const { name, state, sentence } of checks) {
    if (state === 'broken') log.error(`${name}: ${sentence}`);
    else log.info(`${name}: ${sentence}`);
  }
  const broken = checks.filter(({ state }) => state === 'broken').map(({ name }) => name);
  if (broken.length > 0) {
    return fail(context, l10n.t('This does not work here: {0}. The log says why.', broken.join(', ')));
  }
  const absent = checks.filter(({ state }) => state === 'absent').map(({ name }) => name);
  editor.tell(
    'information',
    absent.length === 0
      ? l10n.t('Everything that Plumbline needs works.')
      : l10n.t('Everything that is installed works; absent: {0}.', absent.join(', ')),
    [{ title: l10n.t('Show Log'), run: () => editor.showLog() }],
  );
  return done;
}
