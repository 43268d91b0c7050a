/** The methods that a service may call of others. The gateway may call all, and every other service none. */
const CALLS = new Map<string, readonly string[]>([
  [
    'disbursement',
    // What its documents say and it does not keep: the words of the regulation, and why an account is what it is.
    ['/duixian.awards.v1.AwardsService/ExplainAccounts', '/duixian.awards.v1.AwardsService/GetPolicy'],
  ],
]);

/** Whether the holder of a certificate with this name may call the method (adr 4). */
export function mayCall(caller: string, path: string): boolean {
  return caller === 'gateway' || (CALLS.get(caller)?.includes(path) ?? false);
}
