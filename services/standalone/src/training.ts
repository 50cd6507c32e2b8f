import { millisOf, shanghaiText } from '@fengqiao/kernel';
import type { TrainingClock } from '@fengqiao/platform';
import { standIn } from './demonstration/training-story';
import type { Host } from './host';
import { publicInterface } from './public-interface';
import { toldInShort } from './told-in-short';

/**
 * Lets a training's time run. On the way it says what is raised, and a colleague reports what a team that only watches does not.
 * Returns the way to stop telling.
 */
export async function beginTraining(host: Host, clock: TrainingClock, say: (line: string) => void): Promise<() => void> {
  const at = (instant: string) => shanghaiText(millisOf(instant)).slice(5);
  const colleague = await standIn(publicInterface(host));
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  toldInShort(host, stopped, ({ recordedAt, text }) => say(`  ${at(recordedAt)}  ▲ ${text}`)).catch((error: unknown) => say(`  ${String(error)}`));
  say(`  训练时间 domain time  ${shanghaiText(millisOf(clock.now()))} ×${clock.speed}；停止则时间停住，再以 npm start -- --speed ${clock.speed} 继续 / stopped, it stands still; npm start -- --speed ${clock.speed} goes on\n`);
  clock.run();
  if (colleague) {
    clock.schedule(colleague.at - millisOf(clock.now()), () => {
      // Refused where the team has done something else with the case meanwhile: then there is nothing to stand in for.
      colleague.report().then((reported) => reported && say(`  ${at(clock.now())}  ● fengyi.mediator 上报重大纠纷 reports the major dispute upward`), () => undefined);
    });
  }
  return stop;
}
