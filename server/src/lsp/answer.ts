/** The one boundary of requests: what goes wrong is logged with its context, and answered in one sentence. */
import * as z from 'zod';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken, RemoteConsole } from 'vscode-languageserver/node';

/** Answers a request, or throws: a `ResponseError` on purpose, anything else by mistake. */
export type Handler<Params, Result> = (params: Params, token: CancellationToken) => Result | Promise<Result>;

/**
 * Wraps the handler of a request so that it always settles with an answer and the server stays up.
 *
 * @param name the request's method, for the log and the sentence
 */
export function answer<Params, Result, ErrorData>(
  log: RemoteConsole,
  name: string,
  handler: Handler<Params, Result>,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<ErrorData>> {
  return async (params, token) => {
    try {
      throwIfCancelled(token);
      const result = await handler(params, token);
      throwIfCancelled(token);
      return result;
    } catch (error) {
      if (error instanceof ResponseError) return error as ResponseError<ErrorData>;
      log.error(
        `${name} failed for ${describe(params)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return new ResponseError<ErrorData>(
        ErrorCodes.InternalError,
        `Plumbline could not answer ${name}: the log of the language server says why.`,
      );
    }
  };
}

/** Ends a request that nobody waits for any more; call it after each wait. */
export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

/** What a request was about, without the text of any document. */
function describe(params: unknown): string {
  const about = z
    .object({ textDocument: z.object({ uri: z.string() }), position: z.unknown().optional() })
    .safeParse(params);
  if (!about.success) return params === undefined ? 'no parameters' : JSON.stringify(params).slice(0, 200);
  const { textDocument, position } = about.data;
  return position === undefined ? textDocument.uri : `${textDocument.uri} at ${JSON.stringify(position)}`;
}
