import type { QueryRoute } from '@fengqiao/platform';
import type { ReadSide } from '@fengqiao/projection';
import { z } from 'zod';

const difference = z.strictObject({ stream: z.string(), field: z.string() });

/** What operators ask of the process itself. */
export function operationsQueries(readSide: ReadSide): readonly QueryRoute[] {
  return [
    {
      id: 'checkViews',
      path: '/v1/operations/views/check',
      label: { zh: '重建视图并与现有视图比较', en: 'fold the whole log again and compare with the live views; changes nothing' },
      roles: ['operator'],
      parameters: [],
      produces: ['json'],
      response: z.strictObject({
        views: z.array(z.strictObject({ name: z.string(), documents: z.number().int(), differences: z.number().int() })),
        differences: z.array(difference.extend({ view: z.string() })),
      }),
      handle: async () => {
        const checks = await readSide.check();
        return {
          kind: 'json',
          body: {
            views: checks.map(({ name, documents, differences }) => ({ name, documents, differences: differences.length })),
            differences: checks.flatMap(({ name, differences }) => differences.map((each) => ({ view: name, ...each }))),
          },
        };
      },
    },
  ];
}
