/** What a name in a spec stands for, and one place where it stands. */
import type { EntityKind } from '../../../../schemas/scalars.ts';
import type { TextChange } from '../../spec/edits.ts';
import type { Place } from '../../yaml/place.ts';

/** Something that places of a project name; two names are the same thing when `keyOf` is equal. */
export type Name =
  | { readonly kind: 'entity'; readonly entity: EntityKind; readonly id: string }
  | { readonly kind: 'column'; readonly dataId: string; readonly id: string }
  | { readonly kind: 'class'; readonly labelId: string; readonly id: string }
  | { readonly kind: 'rule'; readonly id: string };

export interface Occurrence {
  readonly name: Name;
  /** The name itself, without quotes or what stands before it; the whole value where it is written with escapes. */
  readonly place: Place;
  /** Whether the thing is defined here; a rule is defined nowhere in a spec. */
  readonly isDefinition: boolean;
  /** The change to another name; undefined where the text is written so that no part of it can be replaced. */
  readonly rename: (name: string) => TextChange | undefined;
}

/** A text that is equal for two names exactly when they name the same thing. */
export function keyOf(name: Name): string {
  switch (name.kind) {
    case 'entity':
      return JSON.stringify([name.kind, name.entity, name.id]);
    case 'column':
      return JSON.stringify([name.kind, name.dataId, name.id]);
    case 'class':
      return JSON.stringify([name.kind, name.labelId, name.id]);
    case 'rule':
      return JSON.stringify([name.kind, name.id]);
  }
}
