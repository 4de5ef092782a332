/** What stands in one place of a call. */
import type { Place } from '../effects/effect.ts';
import type { Call, NotebookAnalysis, ObjectId } from './analysis.ts';

/**
 * @param analysis that the call belongs to
 * @returns of a part of the receiver such as `self.model`, what it was given under this name when it was made; empty for
 *   the result and for hidden resources
 */
export function objectsAt(
  call: Pick<Call, 'arguments' | 'receivers'>,
  place: Place,
  analysis: Pick<NotebookAnalysis, 'object'>,
): readonly ObjectId[] {
  if (typeof place === 'number') return call.arguments[place]?.objects ?? [];
  if (place === 'self') return call.receivers;
  return place.startsWith('self.')
    ? call.receivers.flatMap((id) => analysis.object(id)?.fields.get(place.slice('self'.length)) ?? [])
    : [];
}

/** The models that a call trains or asks for another object, as `trainer.fit(model)` does; empty for all others. */
export function trainedFor(
  call: Pick<Call, 'arguments' | 'receivers' | 'effect'>,
  analysis: Pick<NotebookAnalysis, 'object'>,
): readonly ObjectId[] {
  return call.effect?.trains === undefined ? [] : objectsAt(call, call.effect.trains, analysis);
}
