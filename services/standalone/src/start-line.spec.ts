import { ConfigError } from '@fengqiao/platform';
import { readStartLine } from './start-line';

const from = (...argv: string[]) => readStartLine(argv).training?.from;

describe('the line of a start', () => {
  it('asks for the real clock and the demonstration where it says nothing', () => {
    expect(readStartLine([])).toEqual({ empty: false, training: undefined });
    expect(readStartLine(['--empty'])).toEqual({ empty: true, training: undefined });
  });

  it('begins a training at a time in Asia/Shanghai, unless the time names its zone', () => {
    expect(readStartLine(['--clock', '2026-11-02T14:30', '--speed', '600'])).toEqual({ empty: false, training: { from: '2026-11-02T06:30:00.000Z', speed: 600 } });
    for (const text of ['2026-11-02T14:30:00', '2026-11-02T14:30+08:00', '2026-11-02T06:30Z', '2026-11-02T15:30:00+09:00']) expect(from('--clock', text)).toBe('2026-11-02T06:30:00.000Z');
    expect(from('--clock=2024-02-29T23:59:59')).toBe('2024-02-29T15:59:59.000Z');
  });

  it('runs as fast as the real time where it names no speed, and goes on with a training where it names no clock', () => {
    expect(readStartLine(['--clock', '2026-11-02T14:30']).training?.speed).toBe(1);
    expect(readStartLine(['--speed', '60'])).toEqual({ empty: false, training: { from: undefined, speed: 60 } });
  });

  it.each(['1', '3600'])('takes the speed %s', (speed) => expect(readStartLine(['--speed', speed]).training?.speed).toBe(Number(speed)));

  it.each(['0', '3601', '-5', '1e3', '1.5', 'Infinity', 'NaN', 'fast', '', ' 600', '0x10'])('refuses the speed "%s"', (speed) => {
    expect(() => readStartLine([`--speed=${speed}`])).toThrow(/--speed .*1 至 3600.*whole number, 1 to 3600/);
  });

  it.each(['tomorrow', '', '2026-11-02', '14:30', '2026-02-30T10:00', '2026-11-02T24:00', '2026-11-02 14:30', '2026-11-02T14:30+25:00'])('refuses the time "%s"', (text) => {
    expect(() => readStartLine([`--clock=${text}`])).toThrow(/不是时间.*write 2026-11-02T14:30/);
  });

  it('begins within the years whose holidays are known, with room for what the demonstration tells of before', () => {
    for (const inside of ['2007-01-31T00:00', '2026-12-31T23:59:59.999']) expect(from('--clock', inside)).toBeDefined();
    for (const outside of ['2007-01-30T23:59:59', '2027-01-01T00:00', '1999-01-01T00:00', '9999-12-31T23:59']) expect(() => from('--clock', outside)).toThrow(/2007-01-31 至 2026-12-31.*outside the days whose holidays are known/);
  });

  it.each([[['--emtpy']], [['--clock']], [['--speed']], [['training']], [['--empty=yes']], [['--clock', '--speed']]])('refuses the line %j in both languages', (argv) => {
    expect(() => readStartLine(argv)).toThrow(ConfigError);
    expect(() => readStartLine(argv)).toThrow(/参数有误.*the line is wrong/s);
  });
});
