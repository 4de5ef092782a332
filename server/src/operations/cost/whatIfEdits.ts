/** Writing what the sliders say into the spec. */
import type { WhatIfChange } from '../../../../schemas/costPanel.ts';
import { isPaid } from '../../cost/priceItem.ts';
import { prevalenceOf } from '../../rules/economicsView.ts';
import { pointsOf } from '../../rules/costView.ts';
import { ledgerOf } from '../../rules/ledgerView.ts';
import { decimal } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { readVolume } from '../../spec/economicsInputs.ts';
import type { QuantityNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { createLocations } from '../overview/locations.ts';
import { editThreshold } from '../evaluate/thresholdEdit.ts';
import type { ThresholdEdit } from '../evaluate/thresholdEdit.ts';

/** More digits than a plan is worth. */
const digits = 6;

/**
 * The edits that state the wanted volume, prevalence, wages, prices and threshold where the spec states them now. A
 * quantity keeps its unit; what people cost is changed at every `rate`, other prices at every `cost`.
 *
 * @returns none for what the spec does not state
 */
export function whatIfEdits(project: Project, change: WhatIfChange): readonly ThresholdEdit[] {
  const { spec } = project;
  const locations = createLocations(project);
  const edits: ThresholdEdit[] = [];
  const write = (node: QuantityNode, newText: string): void => {
    const { uri, range } = locations.of(node.place);
    if (newText !== node.text) edits.push({ uri, range, newText });
  };
  const scale = (node: QuantityNode, factor: Decimal): void => {
    const { amount, unit } = node.quantity;
    const number = amount.times(factor).prec(digits).toFixed();
    write(node, unit.text === '' ? number : `${number} ${unit.text}`);
  };
  const volume = spec.fields.economics?.fields.volume;
  const perYear = readVolume('volume', volume?.quantity);
  if (change.volume !== undefined && volume !== undefined && perYear.kind === 'known' && perYear.value.gt(0)) {
    scale(volume, decimal(change.volume).div(perYear.value));
  }
  const prevalence = prevalenceOf(spec);
  if (change.prevalence !== undefined && prevalence !== undefined) {
    write(prevalence, `${decimal(change.prevalence).times(100).prec(digits).toFixed()} %`);
  }
  for (const { item, isAdded } of ledgerOf(spec)?.items ?? []) {
    const node = spec.fields.costs?.fields.items?.entries.get(item.id);
    if (node === undefined || !isAdded || !isPaid(item.basis)) continue;
    if (item.basis.kind === 'cost') {
      if (change.price !== undefined)
        for (const point of pointsOf(node.fields.cost)) scale(point, decimal(change.price));
    } else if (change.wage !== undefined && node.fields.rate !== undefined) {
      scale(node.fields.rate, decimal(change.wage));
    }
  }
  const threshold =
    change.threshold === undefined ? undefined : editThreshold(project, change.threshold.model, change.threshold.value);
  return threshold === undefined ? edits : [...edits, threshold];
}
