import { millisOf, MS_PER_SECOND, toInstant } from '@fengqiao/kernel';
import { describeTimerConformance, steppedClock } from '../conformance';
import { inProcessTimer, type AlarmClock } from '.';

/** A stepped clock as the domain reads it: in instants. */
function steppedAlarmClock() {
  const clock = steppedClock();
  const alarmClock: AlarmClock = { now: () => toInstant(clock.now()), schedule: (ms, wake) => clock.schedule(ms, wake) };
  return { clock, alarmClock };
}

describeTimerConformance('the in-process timer on a domain clock', async () => {
  const { clock, alarmClock } = steppedAlarmClock();
  const reported: string[] = [];
  const timer = inProcessTimer(alarmClock, (_error, name) => reported.push(name));
  return { timer, reported, now: () => millisOf(alarmClock.now()), pass: (ms) => clock.pass(ms), pauseMs: MS_PER_SECOND, dispose: async () => undefined };
});

it('hands on what was thrown, with the name of the alarm', async () => {
  const { clock, alarmClock } = steppedAlarmClock();
  const heard: unknown[] = [];
  const timer = inProcessTimer(alarmClock, (error, name) => heard.push([String(error), name]));
  timer.onWake(() => Promise.reject(new Error('planted')));
  await timer.wakeAt('sweep', alarmClock.now());
  await clock.pass(1);
  expect(heard).toEqual([['Error: planted', 'sweep']]);
  await timer.close();
});
