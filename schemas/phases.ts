/** Phases of a project: they shift the severities of most rules. */
export const phases = [
  ['poc', 'Proof of concept: find out whether it can work. Most gaps are hints or information.'],
  ['pilot', 'Real data and first real users. Goals, owners, baselines and costs must be stated.'],
  ['production', 'Answers count. Monitoring, rollback, fallback and retraining must be stated too.'],
  ['retired', 'Switched off. Only the form of the file, privacy and secrets are still checked.'],
] as const;

export type Phase = (typeof phases)[number][0];
