/** "duixian.contract.v1" → "contract" */
export function shortType(type: string): string {
  return type.split('.')[1] ?? type;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
