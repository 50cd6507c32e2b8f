import { Health } from './health';

describe('health', () => {
  it('is good where no part says anything', () => {
    const health = new Health();
    health.add('views', () => undefined);
    expect(health.state()).toEqual({ ready: true, degraded: [] });
  });

  it('is ready though degraded, until a part cannot do its first duty', () => {
    const health = new Health();
    let full = false;
    health.add('views', () => ({ zh: '一个案件暂停', en: 'one case is parked' }));
    health.add('log', () => (full ? { ready: false, zh: '磁盘已满', en: 'the disk is full' } : undefined));
    expect(health.state()).toEqual({ ready: true, degraded: [{ part: 'views', zh: '一个案件暂停', en: 'one case is parked' }] });
    full = true;
    expect(health.state()).toMatchObject({ ready: false, degraded: [{ part: 'views' }, { part: 'log' }] });
    full = false;
    expect(health.state().ready).toBe(true);
  });

  it('asks a part by its latest check', () => {
    const health = new Health();
    health.add('log', () => ({ ready: false, zh: '停', en: 'stands' }));
    health.add('log', () => undefined);
    expect(health.state()).toEqual({ ready: true, degraded: [] });
  });

  it('tells the time of a training as it is when it is asked, and no other', () => {
    let minute = 30;
    const training = new Health(() => ({ kind: 'training', now: `2026-11-02T06:${minute}:00.000Z`, local: `2026-11-02 14:${minute}`, speed: 600 }));
    minute = 40;
    expect(training.state()).toEqual({ ready: true, degraded: [], clock: { kind: 'training', now: '2026-11-02T06:40:00.000Z', local: '2026-11-02 14:40', speed: 600 } });
    expect(new Health(() => undefined).state()).toEqual({ ready: true, degraded: [] });
  });
});
