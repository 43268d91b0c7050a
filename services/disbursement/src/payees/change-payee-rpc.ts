import type { disbursementV1 } from '@duixian/proto';
import { RpcError, rpcStatus } from '@duixian/runtime';
import { ACCOUNT_NO, BANK_CODE, NAME, nameDifference } from '@duixian/values';
import type { Decider } from '../unit-of-work/decider.ts';
import { refuseIf, textFault } from '../wire/request-faults.ts';
import type { PayeeAct } from './domain/change-payee.ts';
import type { BankAccount, PayeeRefusal } from './domain/payee.ts';
import { changeAccount } from './payee-commands.ts';
import { payeeMessage } from './payee-message.ts';

const WHY: Record<PayeeRefusal, string> = {
  'nothing-proposed': 'no account waits for confirmation',
  'nothing-confirmed': 'no account stands that could be suspended',
  'another-proposal': 'this is not the proposal that waits or stands any more; look at it again',
  'same-person': 'who proposed an account does not confirm it: another person has to',
  'unknown-entity': 'nothing was heard of this entity yet, so its name is not known',
  'belongs-to-another':
    'this code belongs to another entity, which is paid for it: set the account of that one',
  'name-differs': "the account's name must be the entity's name",
};

type Changed = Awaited<ReturnType<typeof changeAccount>>;

export function changePayee(decider: Decider, request: disbursementV1.ChangePayeeRequest): Promise<Changed> {
  const { entity, by, because } = request;
  const what = actOf(request);
  refuseIf([
    entity === '' && 'entity: whose account',
    by === '' && 'by: who does it',
    !('confirm' in what) && textFault('because', because, 'on what paper, or why'),
    ...('propose' in what ? accountFaults(what.propose) : []),
    request.sharedBecause !== '' && textFault('sharedBecause', request.sharedBecause, ''),
    request.sharedBecause !== '' && !('propose' in what) && 'sharedBecause: only with a proposal',
  ]);
  return changeAccount(decider, entity, what, { by, because });
}

export function changedPayee(
  { outcome, name }: Changed,
  request: disbursementV1.ChangePayeeRequest,
): disbursementV1.ChangePayeeResponse {
  if ('of' in outcome) throw new RpcError(rpcStatus.FAILED_PRECONDITION, ofAnother(outcome.of));
  if ('refusal' in outcome) {
    const called = outcome.refusal === 'name-differs' ? differenceOf(actOf(request), name) : '';
    throw new RpcError(rpcStatus.FAILED_PRECONDITION, `${WHY[outcome.refusal]}${called}`);
  }
  return { payee: payeeMessage(outcome.payee), isNew: outcome.isNew };
}

function ofAnother(others: readonly string[]): string {
  return `this account is that of ${others.join(', ')} already, proposed or confirmed, and one account belongs to one entity: reject or suspend it there, or propose it with the reason why both have it (sharedBecause), which who confirms sees`;
}

/** Names where the two differ: different names may look alike. */
function differenceOf(what: PayeeAct, name: string): string {
  const where = 'propose' in what ? `: ${nameDifference(what.propose.accountName, name)}` : '';
  return `, which is "${name}"${where}`;
}

function actOf({ act, sharedBecause }: disbursementV1.ChangePayeeRequest): PayeeAct {
  if (act?.$case === 'propose') return { propose: act.value, sharedBecause };
  if (act?.$case === 'confirm') return { confirm: act.value };
  if (act?.$case === 'reject') return { reject: act.value };
  if (act?.$case === 'suspend') return { suspend: act.value };
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'act: propose, confirm, reject or suspend');
}

function accountFaults({ accountName, accountNo, bankName, bankCode }: BankAccount): (string | false)[] {
  return [
    textFault('accountName (户名)', accountName, 'the name of the account', NAME),
    faultOf('accountNo (账号)', ACCOUNT_NO.mistake(accountNo)),
    textFault('bankName (开户银行)', bankName, 'the name of the bank', NAME),
    faultOf('bankCode (联行号)', BANK_CODE.mistake(bankCode)),
  ];
}

function faultOf(field: string, mistake: string | undefined): string | false {
  return mistake !== undefined && `${field}: it must be ${mistake}`;
}
