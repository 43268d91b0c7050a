import { REGISTER_KINDS, Register, registerService } from '@duixian/register';
import type { ServiceParts, ServiceRuntime, Shared } from '@duixian/service';
import { aboutOf, documentsOf } from './domain/about.ts';
import { meteringService } from './grpc/list-usage-totals.ts';
import { INVOICE_LINKS, openInvoiceLinks } from './store/invoice-links.ts';
import { linkNamedUsage } from './store/link-named-usage.ts';
import { keepMeteredFees } from './store/metered-fees.ts';
import { moveTotals, openTotals, USAGE_TOTALS } from './store/total-store.ts';

type Runtime = Pick<ServiceRuntime<object>, 'database' | 'outbox' | 'relay' | 'meter'> &
  Partial<Pick<ServiceRuntime<Pick<Shared, 'ENVIRONMENT'>>, 'readBack' | 'log' | 'configuration'>>;

/**
 * A register whose batches also change totals of use and the metered fees of invoices, in the same
 * transaction.
 */
export async function startMetering(runtime: Runtime): Promise<ServiceParts & { register: Register }> {
  const totals = await openTotals(runtime.database);
  const links = await openInvoiceLinks(runtime.database);
  await linkNamedUsage(runtime.database, links);
  const register = await Register.open(
    {
      owner: 'metering',
      types: ['duixian.instrument.v1', 'duixian.usage.v1', 'duixian.invoice.v1'],
      aboutOf,
      documentsOf,
      extend: async (changes, session, collections) => {
        await moveTotals(changes.values(), totals, session);
        await keepMeteredFees(changes, session, collections, links);
      },
    },
    runtime,
  );
  return {
    register,
    grpc: [registerService(register, runtime.meter), meteringService(totals)],
    consumers: [register.sources.consumer],
    background: register.background,
    kinds: [...REGISTER_KINDS, USAGE_TOTALS, INVOICE_LINKS],
    republish: (publish) => register.republish(publish),
  };
}
