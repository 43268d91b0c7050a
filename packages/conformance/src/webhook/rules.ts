import type { Rule, Verdict } from '../core/rule.ts';
import {
  answersInTime,
  redirectsNowhere,
  takesManyAtOnce,
  takesWhatIsNew,
  verifiesRawBytes,
} from './check-answers.ts';
import { appliesOnce, keepsTheHighestVersion, refusesWrongSignatures } from './check-effects.ts';
import { refusesOtherTimes, takesEitherSignature, verifiesByPublicKey } from './check-signatures.ts';
import type { WebhookSettings } from './settings.ts';

const STANDARD = 'Standard Webhooks';

/** What a receiver of our events has to do. The feed after an outage (W-12) is not among them: it needs the system. */
export const WEBHOOK_RULES = [
  {
    id: 'W-01',
    severity: 'must',
    asks: {
      zh: '签名正确时在 15 秒内回 2xx（超过 5 秒警告）',
      en: 'a right signature is answered with 2xx within 15 s (a warning from 5 s on)',
    },
    basis: `${STANDARD}, Responding to webhooks`,
    remedy: {
      zh: '先存下事件，立即回 2xx，再处理',
      en: 'store the event, answer 2xx at once, and work on it afterwards',
    },
    check: answersInTime,
  },
  {
    id: 'W-02',
    severity: 'must',
    asks: {
      zh: '签名不对时回 4xx，且不产生效果',
      en: 'a wrong signature is answered with 4xx and has no effect',
    },
    basis: `${STANDARD}, Verifying webhook authenticity`,
    remedy: {
      zh: '读事件之前先验证 webhook-signature，没有或不对都拒绝',
      en: 'verify webhook-signature before anything is read; refuse where it is missing or wrong',
    },
    check: refusesWrongSignatures,
  },
  {
    id: 'W-03',
    severity: 'must',
    asks: {
      zh: '时间戳早或晚 6 分钟的消息回 4xx',
      en: 'a message 6 minutes old or ahead is answered with 4xx',
    },
    basis: `${STANDARD}, Verifying timestamps`,
    remedy: {
      zh: 'webhook-timestamp 与本机时间相差超过 5 分钟即拒绝；校准时钟',
      en: 'refuse a webhook-timestamp more than 5 minutes from the clock; keep the clock right',
    },
    check: refusesOtherTimes,
  },
  {
    id: 'W-04',
    severity: 'must',
    asks: {
      zh: '有两个签名时，任一个对即接受，不论先后',
      en: 'of two signatures either may be the right one',
    },
    basis: `${STANDARD}, Signature scheme (key rotation 密钥轮换)`,
    remedy: {
      zh: '按空格拆分 webhook-signature，逐个比较',
      en: 'split webhook-signature at the spaces and try each',
    },
    check: takesEitherSignature,
  },
  {
    id: 'W-05',
    severity: 'must',
    asks: {
      zh: '按收到的原始字节验证：空格、\\u、结尾换行都回 2xx',
      en: 'the bytes as received are verified: spaces, \\u and a newline at the end are answered with 2xx',
    },
    basis: `${STANDARD}, Verifying webhook authenticity (raw body)`,
    remedy: {
      zh: '用原始请求正文验证，不要先解析再序列化',
      en: 'verify the raw body, never one that was parsed and written again',
    },
    check: verifiesRawBytes,
  },
  {
    id: 'W-06',
    severity: 'must',
    asks: {
      zh: '同一 webhook-id 来两次都回 2xx，效果只有一次',
      en: 'the same webhook-id twice is answered with 2xx twice and has one effect',
    },
    basis: `${STANDARD}, Idempotency; CloudEvents 1.0, id`,
    remedy: {
      zh: '在产生效果的同一事务里记下 webhook-id，已有的直接回 2xx',
      en: 'store the webhook-id in the transaction of its effect, and answer 2xx where it is known',
    },
    check: appliesOnce,
  },
  {
    id: 'W-07',
    severity: 'must',
    asks: { zh: '未知的类型和字段也回 2xx', en: 'unknown types and fields are answered with 2xx' },
    basis: 'CloudEvents 1.0, extension attributes',
    remedy: { zh: '不认识的类型和字段忽略即可', en: 'ignore types and fields that are not known' },
    check: takesWhatIsNew,
  },
  {
    id: 'W-08',
    severity: 'must',
    asks: {
      zh: '先到版本 5、后到版本 4，保留版本 5 的状态',
      en: 'version 5, then version 4: the state of 5 remains',
    },
    basis: 'CloudEvents 1.0; data.version: no order of delivery is promised 不保证顺序',
    remedy: {
      zh: '每个 subject 只在 data.version 更高时更新',
      en: 'change a subject only where data.version is higher',
    },
    check: keepsTheHighestVersion,
  },
  {
    id: 'W-09',
    severity: 'must',
    asks: { zh: '同时 20 条都回 2xx', en: '20 at once are all answered with 2xx' },
    basis: `${STANDARD}, Responding to webhooks`,
    remedy: {
      zh: '不要在锁内处理；检查连接池和数据库锁',
      en: 'do not work inside a lock; look at pools of connections and locks of the database',
    },
    check: takesManyAtOnce,
  },
  {
    id: 'W-10',
    severity: 'must',
    asks: { zh: '不重定向', en: 'there is no redirect' },
    basis: `${STANDARD}, Responding to webhooks (3xx is a failure 视为失败)`,
    remedy: {
      zh: '登记最终地址（协议、主机、结尾的 / 都一致）',
      en: 'register the final address (scheme, host and / at the end alike)',
    },
    check: redirectsNowhere,
  },
  {
    id: 'W-11',
    severity: 'must',
    asks: {
      zh: 'v1a 签名用公钥验证，不当作 HMAC',
      en: 'v1a is verified by the public key, and not as an HMAC',
    },
    basis: `${STANDARD}, Signature scheme (ed25519); RFC 8032`,
    remedy: {
      zh: 'v1a 用 ed25519 公钥验证；whpk_ 公开，绝不能作 HMAC 密钥',
      en: 'verify v1a with ed25519; whpk_ is public and must never be the key of an HMAC',
    },
    check: verifiesByPublicKey,
  },
] as const satisfies readonly (Rule & {
  readonly check: (settings: WebhookSettings, signal: AbortSignal) => Promise<Verdict>;
})[];

export type WebhookRuleId = (typeof WEBHOOK_RULES)[number]['id'];
