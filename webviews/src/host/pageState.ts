/** What a page shows: a union of designed states, and how each message of the host changes it. */
import type { HostMessage } from '../../../schemas/panelMessages.ts';

export type PageState<Model> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly sentence: string }
  | {
      readonly state: 'shown';
      readonly model: Model;
      /** A newer view model is on its way. */
      readonly isRefreshing: boolean;
      /** Why the model no longer holds; undefined while it does. */
      readonly staleBecause: string | undefined;
    };

/** A host message whose view model, if it carries one, has been parsed. */
export type ReceivedMessage<Model> =
  | Exclude<HostMessage, { type: 'show' | 'lookAtRuns' }>
  | { readonly type: 'show'; readonly resource: string; readonly viewModel: Model };

/**
 * The state after a message. What is shown stays on screen until something newer replaces it: neither loading nor a
 * failure takes a good page away.
 */
export function nextPageState<Model>(current: PageState<Model>, message: ReceivedMessage<Model>): PageState<Model> {
  switch (message.type) {
    case 'loading':
      return current.state === 'shown' ? { ...current, isRefreshing: true } : { state: 'loading' };
    case 'show':
      return { state: 'shown', model: message.viewModel, isRefreshing: false, staleBecause: undefined };
    case 'stale':
      return current.state === 'shown'
        ? { ...current, isRefreshing: false, staleBecause: message.because }
        : { state: 'failed', sentence: message.because };
    case 'failed':
      return current.state === 'shown'
        ? { ...current, isRefreshing: false, staleBecause: message.sentence }
        : { state: 'failed', sentence: message.sentence };
  }
}
