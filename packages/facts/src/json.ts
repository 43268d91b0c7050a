import type { Fact, FactData } from './registry.ts';

/** The `data` of a fact as JSON values, exactly what its source sent. Amounts of facts are exact as numbers. */
export function dataToJson(data: FactData): Record<string, unknown> {
  return jsonValue(data) as Record<string, unknown>;
}

/** A fact as the CloudEvent that carried it, without extension attributes. */
export function factToCloudEvent(fact: Fact): Record<string, unknown> {
  return cloudEvent(fact, dataToJson(fact.data));
}

/** The same, from data whose amounts are numbers already. */
export function cloudEvent(
  { id, source, type, subject, time }: Pick<Fact, 'id' | 'source' | 'type' | 'subject' | 'time'>,
  data: object,
): Record<string, unknown> {
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    datacontenttype: 'application/json',
    data,
  };
}

function jsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(jsonValue);
  return Object.fromEntries(Object.entries(value).map(([key, content]) => [key, jsonValue(content)]));
}
