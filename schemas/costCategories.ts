/** The closed list of cost categories: the iceberg of a machine-learning project, in the order in which it is drawn. */
export interface CostCategory {
  /** The word in the spec. */
  readonly name: string;
  readonly group: 'data' | 'model' | 'operation';
  /** Whether plans usually forget it: the part of the iceberg under water. */
  readonly isHidden: boolean;
  readonly description: string;
}

export const costCategories = [
  { name: 'acquisition', group: 'data', isHidden: true, description: 'Buying or recording data.' },
  { name: 'cleaning', group: 'data', isHidden: true, description: 'Filtering and repairing data.' },
  { name: 'aggregation', group: 'data', isHidden: true, description: 'Joining and reshaping sources.' },
  { name: 'labelling', group: 'data', isHidden: true, description: 'Making and reviewing labels.' },
  { name: 'storage', group: 'data', isHidden: true, description: 'Keeping data and its versions.' },
  { name: 'data_pipeline', group: 'data', isHidden: true, description: 'Building and running the flow of data.' },
  { name: 'manual_verification', group: 'data', isHidden: true, description: 'People who check data or answers.' },
  {
    name: 'development',
    group: 'model',
    isHidden: false,
    description: 'People who experiment, build, integrate and test.',
  },
  {
    name: 'training_compute',
    group: 'model',
    isHidden: false,
    description: 'Machines for experiments and training.',
  },
  { name: 'retraining', group: 'model', isHidden: true, description: 'Training again after launch.' },
  { name: 'inference', group: 'operation', isHidden: false, description: 'Machines that answer.' },
  { name: 'infra', group: 'operation', isHidden: false, description: 'Devices, network, licences and platform.' },
  { name: 'monitoring', group: 'operation', isHidden: true, description: 'Watching in production, and reacting.' },
  { name: 'support', group: 'operation', isHidden: true, description: 'Helping users and handling incidents.' },
  { name: 'customer_training', group: 'operation', isHidden: true, description: 'Teaching users.' },
  { name: 'compliance', group: 'operation', isHidden: true, description: 'Privacy, law, certification and audits.' },
  {
    name: 'error_cost',
    group: 'operation',
    isHidden: true,
    description: 'What wrong answers cost, derived from economics and never typed.',
  },
] as const satisfies readonly CostCategory[];

export type CostCategoryName = (typeof costCategories)[number]['name'];
