/**
 * The readiness of a project: the ML Test Score, computed from evidence.
 *
 * Each of 28 tests in four sections gives 0, 0.5 or 1; a section is the sum of its tests, and the score is the least of
 * the four sections.
 *
 * @source Breck, Cai, Nielsen, Salib, Sculley 2017, "The ML Test Score: A Rubric for ML Production Readiness"
 */
import type { Readiness, ReadinessPoint, ReadinessSection } from '../../../../schemas/readiness.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { createLocations } from '../overview/locations.ts';
import type { Locations } from '../overview/locations.ts';
import { dataTests } from './dataTests.ts';
import { infrastructureTests } from './infrastructureTests.ts';
import { modelTests } from './modelTests.ts';
import { monitoringTests } from './monitoringTests.ts';
import type { ReadinessFiles } from './readinessFiles.ts';
import type { Evidence, ReadinessContext, ReadinessTest } from './readinessTest.ts';

const sections: readonly {
  readonly id: ReadinessSection['id'];
  readonly title: string;
  readonly tests: readonly ReadinessTest[];
}[] = [
  { id: 'data', title: 'Data', tests: dataTests },
  { id: 'model', title: 'Model', tests: modelTests },
  { id: 'infrastructure', title: 'Infrastructure', tests: infrastructureTests },
  { id: 'monitoring', title: 'Monitoring', tests: monitoringTests },
];

/** Judges one state of a project. Pure; facts that are pending count as not known. */
export function judgeReadiness(snapshot: ProjectSnapshot, files: ReadinessFiles): Readiness {
  const context: ReadinessContext = { snapshot, files };
  const locations = createLocations(snapshot.project);
  const judged = sections.map(({ id, title, tests }): ReadinessSection => {
    const points = tests.map((test, index) => judge(`${id}-${index + 1}`, test, context, locations));
    return { id, title, points: points.reduce((sum, point) => sum + point.points, 0), tests: points };
  });
  const score = Math.min(...judged.map(({ points }) => points));
  return {
    project: snapshot.project.spec.fields.project?.value ?? null,
    specUri: snapshot.mainUri,
    score,
    verdict: verdictOf(score),
    sections: judged,
  };
}

function judge(
  id: string,
  { title, judge: decide }: ReadinessTest,
  context: ReadinessContext,
  locations: Locations,
): ReadinessPoint {
  const judgement = decide(context);
  const evidence = judgement.evidence === undefined ? undefined : locationOf(judgement.evidence, locations);
  return {
    id,
    title,
    state: judgement.state,
    points: judgement.state === 'earned' ? judgement.points : 0,
    sentence: judgement.sentence,
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function locationOf(evidence: Evidence, locations: Locations): SourceLocation {
  if ('section' in evidence) return locations.of(evidence);
  const start = { line: 0, character: 0 };
  const name = evidence.uri.slice(evidence.uri.lastIndexOf('/') + 1);
  return { uri: evidence.uri, range: { start, end: start }, label: name === '' ? evidence.uri : name };
}

/** The reading of the paper. */
function verdictOf(score: number): string {
  if (score <= 0) return 'more of an experiment than a product';
  if (score <= 1) return 'not wholly untested, with serious holes';
  if (score <= 2) return 'a first pass at a product, and more is worth doing';
  if (score <= 3) return 'reasonably tested, and more may be automated';
  if (score <= 5) return 'strongly tested and monitored';
  return 'exceptionally tested and monitored';
}
