import type { Outlet } from '../outlet.ts';
import { BALTIC_WIRE } from './baltic-wire.ts';
import { HARBOR_COURIER } from './harbor-courier.ts';
import { LE_QUAI } from './le-quai.ts';
import { MERIDIAN_POST } from './meridian-post.ts';
import { NORDLICHT_ZEITUNG } from './nordlicht-zeitung.ts';
import { SVEZHY_VECER } from './svezhy-vecer.ts';
import { VESTNIK_ZALIVA } from './vestnik-zaliva.ts';

/** Every outlet of the sample newsroom, each on a host of its own. */
export const OUTLETS: readonly Outlet[] = [
  BALTIC_WIRE,
  HARBOR_COURIER,
  MERIDIAN_POST,
  NORDLICHT_ZEITUNG,
  LE_QUAI,
  VESTNIK_ZALIVA,
  SVEZHY_VECER,
];
