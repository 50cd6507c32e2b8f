import type { Clock } from '@fengqiao/kernel';
import { AS_OF, readAsOf, type QueryAnswer, type QueryContext, type QueryRoute } from '@fengqiao/platform';
import type { Past, PastAnswer } from './past';

/**
 * Gives every question the parameter `asOf`. Who asks, what his scope is and what of it he may read is decided today;
 * the answer is that of the views as they stood, and what was erased since is erased there too.
 */
export function withPast(routes: readonly QueryRoute[], past: Past, clock: Clock): readonly QueryRoute[] {
  return routes.map((route) => {
    // A stream of what comes has no past; it is taken up by the id of an event.
    if (route.produces.includes('events')) return route;
    return { ...route, parameters: [...route.parameters, AS_OF], handle: (context) => answer(route, context, past, clock) };
  });
}

async function answer(route: QueryRoute, context: QueryContext, past: Past, clock: Clock): Promise<QueryAnswer> {
  const { asOf, ...query } = context.query;
  if (asOf === undefined) return route.handle(context);
  const read = readAsOf(asOf, clock.now());
  if (!read.ok) return read.problem;
  if (query['atLeast'] !== undefined) return EITHER;
  const { actor, scope, path } = context;
  return shown(await past.ask(read.at, { route: route.id, actor, scope, path, query }), context);
}

function shown(answered: PastAnswer, { reveal }: QueryContext): QueryAnswer {
  switch (answered.kind) {
    case 'json':
      return { ...answered, body: reveal(answered.body) };
    case 'folding':
      return {
        kind: 'problem', status: 503, code: 'PAST_FOLDING', parameter: 'asOf',
        zh: `正在由日志重算当时的视图（日志已读 ${answered.percent}%），请稍后再问，重算在继续。`,
        en: `The views of that instant are being computed from the log (${answered.percent}% of it is read); ask again in a moment, it goes on meanwhile.`,
      };
    case 'crowded':
      return {
        kind: 'problem', status: 503, code: 'PAST_CROWDED', parameter: 'asOf',
        zh: '正在查询的过往时刻过多，请稍后再问。',
        en: 'Too many instants of the past are being looked at just now; ask again in a moment.',
      };
    case 'tooLarge':
      return {
        kind: 'problem', status: 503, code: 'PAST_TOO_LARGE', parameter: 'asOf',
        zh: '当时的视图超出可用内存；请运维人员以 NODE_OPTIONS=--max-old-space-size=（MB）调大后重启。',
        en: 'The views of that instant do not fit into memory; have an operator start again with a larger NODE_OPTIONS=--max-old-space-size= (MB).',
      };
    default:
      return answered;
  }
}

const EITHER: QueryAnswer = {
  kind: 'problem', status: 400, code: 'AS_OF_WITH_AT_LEAST', parameter: 'atLeast',
  zh: 'asOf 与 atLeast 只能取其一：过去不会再变，无可等待。',
  en: 'Give either asOf or atLeast: the past changes no more, so there is nothing to wait for.',
};
