/** Figures with formula and inputs, as panels show them. */
import type { Figure as ShownFigure } from '../../../../schemas/overview.ts';
import type { TracedFigure } from '../../rules/money/tracedFigure.ts';
import { formulas } from '../../spec/economicsFormulas.ts';
import { known, unknown } from './locations.ts';
import type { Locations } from './locations.ts';

export function tracedView(
  { formula, result, inputs }: Pick<TracedFigure, 'formula' | 'result' | 'inputs'>,
  locations: Locations,
): ShownFigure {
  if (result.kind === 'undefined') return unknown(result.because);
  const { name, text } = formulas[formula];
  const { text: value, quantity } = result.value;
  return known(
    value,
    {
      origin: 'computed',
      formula: `Formula ${formula}, ${name}: ${text}`,
      inputs: inputs.map((input) => ({
        name: input.text === '' ? 'policy' : input.name,
        text: input.text === '' ? input.name : input.text,
        ...(input.place === undefined ? {} : { source: locations.of(input.place) }),
      })),
    },
    quantity === undefined ? undefined : Number(quantity.value.toString()),
  );
}
