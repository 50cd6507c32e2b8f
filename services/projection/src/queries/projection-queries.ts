import type { QueryRoute } from '@fengqiao/platform';
import type { Past } from '../as-of/past';
import { withPast } from '../as-of/with-past';
import type { ReadParts } from './read-parts';
import { viewRoutes } from './view-routes';

/** Every question that the views answer, of the present and, by `asOf`, of the past. A new one joins the list of `viewRoutes`. */
export function projectionQueries(parts: ReadParts & { readonly past: Past }): readonly QueryRoute[] {
  return withPast(viewRoutes(parts), parts.past, parts.clock);
}
