import type { AnyRoute } from '../route.ts';
import { alertRoutes } from './alerts.ts';
import { articleRoutes } from './articles.ts';
import { channelRoutes, deliveryRoutes, subscriptionRoutes } from './channels.ts';
import { feedRoutes } from './feeds.ts';
import { statusRoutes } from './status.ts';
import { storyRoutes } from './stories.ts';
import { topicRoutes } from './topics.ts';

/** Every operation of the API, in the order in which it is described. */
export const ROUTES: readonly AnyRoute[] = [
  ...topicRoutes,
  ...feedRoutes,
  ...articleRoutes,
  ...storyRoutes,
  ...alertRoutes,
  ...channelRoutes,
  ...subscriptionRoutes,
  ...deliveryRoutes,
  ...statusRoutes,
];
