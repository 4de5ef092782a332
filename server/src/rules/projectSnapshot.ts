/** One state of a project: what it says, what is known about it, and what the rules found. */
import type { Facts } from '../../../schemas/facts.ts';
import type { Project } from '../spec/project.ts';
import type { CheckResult } from './checkProject.ts';

export interface ProjectSnapshot {
  readonly project: Project;
  /** The address of `plumbline.yaml`, or of the first part when there is none. */
  readonly mainUri: string;
  readonly facts: Facts;
  readonly result: CheckResult;
  /** Equal for two snapshots whose results are equal: text, facts and settings all enter it. */
  readonly key: string;
}
