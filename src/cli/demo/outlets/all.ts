import type { Outlet } from '../outlet.ts';
import { BALTIC_WIRE } from './baltic-wire.ts';
import { HARBOR_COURIER } from './harbor-courier.ts';

/** Every outlet of the sample newsroom, each on a host of its own. */
export const OUTLETS: readonly Outlet[] = [BALTIC_WIRE, HARBOR_COURIER];
