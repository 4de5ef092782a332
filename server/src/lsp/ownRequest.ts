/** Registers a `plumbline/*` request: parameters are parsed, and failures stay inside. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import * as z from 'zod';
import type { RequestShape } from '../../../schemas/requests.ts';
import { answer } from './answer.ts';

type AnyShape = RequestShape<z.ZodType, z.ZodType>;

/** @param handler its answer has the form of the shape before defaults, as the other end will parse it */
export function registerOwnRequest<Shape extends AnyShape>(
  connection: Connection,
  shape: Shape,
  handler: (params: z.output<Shape['params']>, token: CancellationToken) => Promise<z.input<Shape['result']>>,
): void {
  connection.onRequest(
    shape.method,
    answer<unknown, z.input<Shape['result']>, unknown>(connection.console, shape.method, (params, token) => {
      const read = z.safeParse<Shape['params']>(shape.params, params);
      if (!read.success) {
        const message = `${shape.method} was sent what it does not take: ${read.error.message}`;
        throw new ResponseError(ErrorCodes.InvalidParams, message);
      }
      return handler(read.data, token);
    }),
  );
}

/** A signal that is aborted when the client cancels the request. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
