export type { PaymentReport, ReportedOf, ReportedPayee, ReportedState } from './payment-report.ts';
export {
  type Contradiction,
  type KnownOrder,
  type KnownOrders,
  type OrderStatus,
  type ReportedStatuses,
  statusesOfReports,
} from './statuses-of-reports.ts';
