/** What a review consists of: one change after the other, with its weight, its places, its money and its reason. */
import type { Direction } from '../../../schemas/metricNames.ts';
import type { SpecShape } from '../../../schemas/spec.ts';
import type { MetricShape } from '../../../schemas/spec/metrics.ts';
import type { Figure } from '../spec/figure.ts';
import type { AnyNode, ObjectNode, QuantityNode } from '../spec/located.ts';
import type { Project } from '../spec/project.ts';

/** Where a value of a spec stands, in its section. */
export type Place = AnyNode['place'];

export type Spec = ObjectNode<SpecShape>;
export type MetricNode = ObjectNode<MetricShape>;

/** Whether a promise became easier to keep, harder, or another one. */
export type ChangeWeight = 'loosened' | 'tightened' | 'neutral';

export type ChangeKind =
  | 'goal' // target, limit, tolerance, or a slice that was dropped
  | 'metric' // dropped, renamed or added
  | 'definition' // how a metric is computed
  | 'baseline'
  | 'economics'
  | 'constraint'
  | 'data'
  | 'split'
  | 'label'
  | 'model'
  | 'monitoring'
  | 'deployment'
  | 'pipeline'
  | 'schedule'
  | 'cost'
  | 'owner' // who answers for something, or has agreed
  | 'phase' // how strictly the project is judged
  | 'rule' // severity of a rule, or a comment that silences it
  | 'change-log' // an entry of `changes` that is gone
  | 'contract';

/** How far a change of a contract reaches, as semantic versions count it. */
export type ContractLevel = 'major' | 'minor' | 'patch';

/** A range of a file, as UTF-16 offsets, end exclusive. */
export interface FilePlace {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

/** Why something was changed, as its author wrote it down. */
export interface StatedReason {
  readonly by: string | undefined;
  readonly reason: string;
}

export interface Change {
  readonly kind: ChangeKind;
  readonly weight: ChangeWeight;
  /** Where in the spec, as a path such as `metrics.recall.limit`; for contracts, object and column. */
  readonly subject: string;
  /** One sentence, with names and values in backticks. */
  readonly sentence: string;
  /** As written before and after; undefined where there is no single value. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Where it stands, or stood; undefined for something that is new, or gone. */
  readonly base: FilePlace | undefined;
  readonly current: FilePlace | undefined;
  /** What it changes per year, negative when money is given up; undefined where no formula speaks of it. */
  readonly money: Figure | undefined;
  readonly stated: StatedReason | undefined;
  /** For contracts alone. */
  readonly level: ContractLevel | undefined;
  /** Address of the file whose commits made it, where that is no file of the project. */
  readonly writtenIn?: string;
}

/** A change of the spec before its places are looked up in files. */
export interface SpecChange extends Omit<Change, 'base' | 'current' | 'level' | 'money' | 'stated' | 'writtenIn'> {
  readonly base: Place | undefined;
  readonly current: Place | undefined;
  readonly money?: Figure | undefined;
  readonly stated?: StatedReason | undefined;
}

/** A metric that both specs have, under the same id or under another one. */
export interface MetricPair {
  readonly oldId: string;
  readonly id: string;
  readonly before: MetricNode;
  readonly after: MetricNode;
}

/** A goal of a metric that differs. */
export interface GoalMove {
  readonly pair: MetricPair;
  /** `dropped` for a slice as a whole. */
  readonly field: 'target' | 'limit' | 'tolerance' | 'dropped';
  /** The slice it belongs to; undefined for the metric's own. */
  readonly slice: string | undefined;
  readonly from: QuantityNode | undefined;
  readonly to: QuantityNode | undefined;
  readonly weight: ChangeWeight;
  /** Where it stood, and where it stands or, when it is gone, where it is missing. */
  readonly base: Place;
  readonly current: Place;
}

/** What the comparison asks of those who know directions, money and rules. */
export interface ReviewViews {
  readonly directionOf: (spec: Spec, metricId: string) => Direction | undefined;
  /** Formula 26; undefined where no formula speaks of the goal. */
  readonly moneyOfGoal: (after: Spec, move: GoalMove) => Figure | undefined;
  /** What a changed part of the economics adds per year at the targets of today; undefined where nothing says. */
  readonly moneyOfEconomics: (before: Spec, after: Spec, part: 'volume' | 'prevalence' | 'value') => Figure | undefined;
  /** How loudly a rule speaks in a project, from 0 for silent to 4 for error. */
  readonly loudnessOf: (project: Project, ruleId: string) => number;
}
