/** A language server that answers: whoever holds one may talk to it. */
import type { CancellationToken } from 'vscode';
import type * as z from 'zod';
import type { NotificationShape, RequestShape } from '../../../schemas/requests.ts';

export interface RunningClient {
  /**
   * Asks the server and parses its answer.
   *
   * Rejects when the connection is lost, when the request is cancelled (`CancellationError`), when the server fails,
   * and when the answer has another shape than agreed: the last two are bugs and are shown as such.
   */
  request: <Params extends z.ZodType, Result extends z.ZodType>(
    shape: RequestShape<Params, Result>,
    params: z.input<Params>,
    token?: CancellationToken,
  ) => Promise<z.output<Result>>;
  /** Tells the server; resolves when the message is on its way. */
  notify: <Params extends z.ZodType>(shape: NotificationShape<Params>, params: z.input<Params>) => Promise<void>;
}
