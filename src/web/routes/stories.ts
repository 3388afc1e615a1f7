import { z } from 'zod';
import { found, IdParams } from '../inputs.ts';
import { page, pageOf, Paging, rowAfter } from '../paging.ts';
import { route } from '../route.ts';
import { ArticleRowView, StoryView } from '../views.ts';

const MAX_ARTICLES = 200;

export const storyRoutes = [
  route({
    method: 'GET',
    path: '/stories',
    tag: 'stories',
    summary: 'Stories, the newest first.',
    query: z.strictObject(Paging),
    answer: page(StoryView),
    handle: async ({ query }, { deps }) => ({
      body: await pageOf(query.limit, rowAfter(query.cursor), deps.stories.list, ({ id }) => Number(id)),
    }),
  }),
  route({
    method: 'GET',
    path: '/stories/{id}',
    tag: 'stories',
    summary: 'One story with its newest articles; one that was merged into another is that other.',
    params: IdParams,
    answer: z.object({ story: StoryView, articles: z.array(ArticleRowView) }),
    async handle({ params }, { deps }) {
      const story = found(await deps.stories.find(params.id), `story ${params.id}`);
      const articles = await deps.articles.list({ story: Number(story.id) }, { after: null, limit: MAX_ARTICLES });
      return { body: { story, articles } };
    },
  }),
];
