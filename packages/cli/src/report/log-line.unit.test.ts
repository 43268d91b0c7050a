import { describe, expect, it } from '@jest/globals';
import { logLine } from './log-line.ts';

describe('a line of a log', () => {
  it('has its time in Shanghai, its level, its message and what else it says', () => {
    const raw =
      '{"level":40,"time":"2026-11-30T16:00:01.500Z","service":"awards","reason":"gone","batch":3,"msg":"tried again"}';
    expect(logLine(raw)).toEqual({
      level: 40,
      time: '2026-11-30T16:00:01.500Z',
      text: '2026-12-01 00:00:01  WARN  tried again  reason=gone  batch=3',
    });
  });

  it.each(['    at Object.<anonymous> (x.ts:1:2)', '{"half', '[1]', '"text"', ''])('%j is kept', (raw) => {
    expect(logLine(raw)).toEqual({ level: Infinity, time: '', text: raw });
  });
});
