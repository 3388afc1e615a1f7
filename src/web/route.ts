import type { z } from 'zod';
import type { WebDeps } from './deps.ts';

type Shape = z.ZodType;

/** What a handler gets besides its checked input. */
export interface RouteContext {
  readonly deps: WebDeps;
  /** Of this server as readers reach it, without a slash at the end. */
  readonly origin: string;
  readonly feedKeyOf: (topicId: string) => string | undefined;
  /** Aborted when the client is gone or the server closes. */
  readonly signal: AbortSignal;
  readonly now: () => number;
}

export interface RouteInput<P extends Shape, Q extends Shape, B extends Shape> {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
}

/** What a handler answers: a body for 200, or one with another status and an address. */
export type RouteAnswer<R extends Shape> =
  { readonly body: z.input<R>; readonly status?: number; readonly location?: string } | { readonly status: 204 };

/** One operation of the API; `/api/openapi.json` and the checks of the server are made from it. */
export interface Route<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends Shape = Shape,
  R extends Shape = Shape,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with parameters as `{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Of the successful answer; none where it is 204. */
  readonly answer?: R;
  /** Of the successful answer, for the description. 200 by default. */
  readonly status?: number;
  /** Changes nothing although its method is not GET, so that a reader may call it. */
  readonly isReading?: boolean;
  readonly handle: (input: RouteInput<P, Q, B>, context: RouteContext) => Promise<RouteAnswer<R>>;
}

/** The route as a table of routes holds it: its input is checked against its own schemas before it is called. */
export type AnyRoute = Omit<Route, 'handle'> & {
  readonly handle: (
    input: { params: unknown; query: unknown; body: unknown },
    context: RouteContext,
  ) => Promise<RouteAnswer<Shape>>;
};

/** Keeps the types of a route's parts together; gives it as the table holds it. */
export function route<P extends Shape, Q extends Shape, B extends Shape, R extends Shape>(
  definition: Route<P, Q, B, R>,
): AnyRoute {
  return definition as unknown as AnyRoute;
}
