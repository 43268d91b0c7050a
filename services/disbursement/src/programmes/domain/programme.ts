import type { Fen } from '@duixian/values';

/**
 * A programme (项目): which cap groups it pays, from which budget line, and in which way. `straight-through`
 * (直达): each open amount becomes an order, up to limits; `runs`: amounts wait for a payment run (批次) with
 * public notice 公示 and approval.
 */
export interface Programme {
  readonly id: string;
  /** As the treasury reads it. */
  readonly name: string;
  /** Cap groups; `*` means all that no other programme names. */
  readonly groups: readonly string[];
  readonly mode: 'straight-through' | 'runs';
  /** Its orders are paid by file and never pushed. Absent: they are pushed. */
  readonly paidBy?: 'file';
  /**
   * What an entity may get without a run in a fiscal year; an amount that would pass it waits for a run.
   * Null: no limit.
   */
  readonly straightThroughUpToFen: Fen | null;
  /**
   * What may be paid without a run on one day, to all entities together; an amount that would pass it waits
   * for a person. Null: no cap.
   */
  readonly straightThroughPerDayFen: Fen | null;
  /** 支出功能分类科目编码 */
  readonly functionalCode: string;
  /** Whether nothing is ordered or published beyond an appropriation (预算指标). */
  readonly budgeted: boolean;
  /**
   * 公示: how many working days a list is public before it may be approved. The rule is five; 0 only to
   * demonstrate a run.
   */
  readonly publicityWorkingDays: number;
}

/** If nothing else is set: everything straight through, without a budget. */
export const DEFAULT_PROGRAMME: Programme = {
  id: 'awards',
  name: '郑州市科技成果转移转化补助',
  groups: ['*'],
  mode: 'straight-through',
  straightThroughUpToFen: null,
  straightThroughPerDayFen: null,
  functionalCode: '2060404', // 科技成果转化与扩散
  budgeted: false,
  publicityWorkingDays: 5,
};

/** The programme that pays this cap group. Settings are checked at the start, so there always is one. */
export function programmeOf(programmes: readonly Programme[], group: string): Programme | undefined {
  return (
    programmes.find(({ groups }) => groups.includes(group)) ??
    programmes.find(({ groups }) => groups.includes('*'))
  );
}
