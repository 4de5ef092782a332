/** `plumbline/compareRuns`, which compares two recorded runs for the Evaluation panel. */
import type * as z from 'zod';
import type { ComparedVerdict, ComparisonReport } from '../../../schemas/comparisonReport.ts';
import { compareRunsRequest, factsChangedNotification } from '../../../schemas/requests.ts';
import { compareRuns } from '../operations/compare/compareRuns.ts';
import type { AskedOfRuns } from '../operations/evaluate/askedOfRuns.ts';
import { withJobProgress } from './jobProgress.ts';
import { noSpec } from './noSpec.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof compareRunsRequest.result>;

export function registerCompareRunsRequest(session: Session, asked: AskedOfRuns): void {
  const { connection, engine } = session;
  registerOwnRequest(connection, compareRunsRequest, async ({ specUri, first, second }, token): Promise<Answer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    if (snapshot === undefined) return noSpec;
    const { project, mainUri } = snapshot;
    const outcome = await withJobProgress(session, 'Comparing two runs', signalOf(token), (options) =>
      compareRuns(
        project,
        { first, second },
        { files: engine.files, jobs: engine.jobs(), version: engine.version },
        options,
      ),
    );
    if (outcome.kind !== 'done') return outcome;
    asked.keepComparison(mainUri, outcome.report);
    await connection.sendNotification(factsChangedNotification.method, { specUris: [mainUri] });
    return { kind: 'done', value: answerOf(outcome.report) };
  });
}

function answerOf({ rows, metrics }: ComparisonReport): Extract<Answer, { kind: 'done' }>['value'] {
  const named = (wanted: ComparedVerdict): string[] =>
    metrics.flatMap(({ id, verdict }) => (verdict === wanted ? [id] : []));
  return { rows, metrics: metrics.length, better: named('better'), worse: named('worse') };
}
