/** Writes a recorded run where MLflow or DVC reads it. */
import { exportRunRequest } from '../../../schemas/requests.ts';
import { chooseProject } from './chooseProject.ts';
import { listRuns } from './chooseRun.ts';
import { cancelled, done, endUndone, offerStart, refuse } from './command.ts';
import type { Command } from './command.ts';
import { readSpecArgument } from './commandArguments.ts';

export const exportRun: Command = {
  id: 'plumbline.run.export',
  needs: 'server',
  whenUntrusted: (l10n) => l10n.t('Exporting writes files, so it waits until you trust the workspace.'),
  whenDown: offerStart,
  run: async (context, args) => {
    const choice = await chooseProject(context, readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const { specUri } = choice.project;
    const { client, editor, l10n } = context;
    const runs = await listRuns(context, specUri);
    if ('kind' in runs) return runs;
    if (runs.length === 0) {
      return refuse(context, l10n.t('This project has no recorded run yet; evaluate its models first.'), [
        { title: l10n.t('Evaluate'), run: () => editor.execute('plumbline.model.evaluate', { specUri }) },
      ]);
    }
    const run = await editor.choose(runs, l10n.t('Which run?'));
    if (run === undefined) return cancelled;
    const formats = [
      { label: 'MLflow', description: l10n.t('a folder of runs, such as mlruns'), value: 'mlflow' as const },
      { label: 'DVC', description: l10n.t('a metrics file for dvc metrics'), value: 'dvc' as const },
    ];
    const format = await editor.choose(formats, l10n.t('Export for which tool?'));
    if (format === undefined) return cancelled;
    const targetUri =
      format === 'mlflow'
        ? await editor.chooseFolder(l10n.t('Export to This Folder'))
        : await editor.chooseTarget(l10n.t('Export as Metrics File'), 'metrics.json');
    if (targetUri === undefined) return cancelled;
    const outcome = await client.request(exportRunRequest, { specUri, run: run.id, format, targetUri });
    if (outcome.kind !== 'done') return endUndone(context, outcome);
    const written = decodeURIComponent(targetUri.slice(targetUri.lastIndexOf('/') + 1));
    editor.tell('information', l10n.t('The run {0} is in {1}.', run.id, written));
    return done;
  },
};
