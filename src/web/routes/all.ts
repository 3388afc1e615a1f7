import type { AnyRoute } from '../route.ts';
import { statusRoutes } from './status.ts';

/** Every operation of the API, in the order in which it is described. */
export const ROUTES: readonly AnyRoute[] = [...statusRoutes];
