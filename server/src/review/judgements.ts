/** Which values of a spec are promises, and what makes each of them easier to keep. */

/**
 * What loosens a value:
 * - `higher`, `lower`: a larger, a smaller number, or none any more;
 * - `fewer`: words that are missing from a list, or the whole list;
 * - `wider`: a range that lets more pass;
 * - `gone`: that it disappears;
 * - `false`: that it is no longer true;
 * - `weaker`: a worse value by the metric that the key names;
 * - `earlier-word`: a word that stands earlier in `words`;
 * - `other-word`: any word but the first of `words`.
 */
export type Looser =
  'higher' | 'lower' | 'fewer' | 'wider' | 'gone' | 'false' | 'weaker' | 'earlier-word' | 'other-word';

export interface Judgement {
  /** Keys from the top of the spec; `*` stands for any one. */
  readonly path: readonly string[];
  readonly looser: Looser;
  readonly words: readonly string[];
}

function judge(path: string, looser: Looser, words: readonly string[] = []): Judgement {
  return { path: path.split('.'), looser, words };
}

/** Everything that is not named here is neutral: it changes what is promised, not how much. */
const judgements: readonly Judgement[] = [
  judge('phase', 'earlier-word', ['poc', 'pilot', 'production']),
  judge('affects', 'earlier-word', ['things', 'people', 'safety']),
  judge('baseline.*', 'gone'),
  // A weaker policy to compare with makes every gain larger.
  judge('baseline.*.metrics.*', 'weaker'),
  judge('constraints', 'gone'),
  judge('constraints.alerts', 'higher'),
  judge('constraints.forbidden_inputs', 'fewer'),
  judge('constraints.interpretability', 'gone'),
  judge('constraints.interpretability.required', 'false'),
  judge('costs.budget', 'gone'),
  judge('costs.budget.*', 'higher'),
  judge('data.*.roles.after', 'fewer'),
  judge('data.*.quality_duties.*', 'gone'),
  judge('data.*.scenarios', 'gone'),
  judge('data.*.scenarios.*', 'gone'),
  judge('data.*.scenarios.*.min_rows.*', 'lower'),
  judge('deployment.fallback', 'gone'),
  // Promising to carry less load, or a longer way back, is easier.
  judge('deployment.load.average', 'lower'),
  judge('deployment.load.peak', 'lower'),
  judge('deployment.rollout', 'gone'),
  judge('deployment.rollout.stages', 'gone'),
  judge('deployment.rollout.stages.*', 'gone'),
  judge('deployment.rollout.stages.*.duration', 'lower'),
  judge('deployment.rollout.stages.*.guard', 'gone'),
  judge('deployment.rollout.rollback', 'gone'),
  judge('deployment.rollout.rollback.within', 'higher'),
  judge('economics.severity', 'gone'),
  judge('economics.severity.*', 'earlier-word', ['money', 'property', 'rights', 'injury']),
  judge('labels.*.agreement', 'gone'),
  judge('labels.*.agreement.target', 'lower'),
  judge('labels.*.agreement.limit', 'lower'),
  judge('labels.*.per_item', 'lower'),
  judge('metrics.*.averaging', 'other-word', ['worst']),
  judge('metrics.*.percentile', 'lower'),
  judge('metrics.*.slices', 'gone'),
  judge('metrics.*.slices.*', 'gone'),
  judge('metrics.*.slices.*.min_rows', 'higher'),
  judge('models.*.loss_limit', 'gone'),
  judge('models.*.loss_limit.*', 'higher'),
  judge('monitoring', 'gone'),
  judge('monitoring.checks', 'gone'),
  judge('monitoring.checks.*', 'gone'),
  judge('monitoring.checks.*.action', 'gone'),
  judge('monitoring.checks.*.between', 'wider'),
  judge('monitoring.checks.*.columns', 'fewer'),
  // Fewer false alarms are bought with changes that are not seen.
  judge('monitoring.checks.*.false_alarm', 'lower'),
  judge('monitoring.checks.*.owner', 'gone'),
  judge('monitoring.edge_cases', 'gone'),
  judge('monitoring.retrain', 'gone'),
  judge('monitoring.retrain.max_age', 'higher'),
  judge('monitoring.retrain.when', 'fewer'),
  judge('pipeline.lock', 'gone'),
  judge('pipeline.shared', 'gone'),
  judge('pipeline.stages.*', 'gone'),
  judge('schedule.milestones.*', 'gone'),
];

export function judgementOf(path: readonly string[]): Judgement | undefined {
  return judgements.find(
    (judgement) =>
      judgement.path.length === path.length && judgement.path.every((key, at) => key === '*' || key === path[at]),
  );
}
