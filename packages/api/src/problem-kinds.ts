type KindOfProblem = {
  readonly status: number;
  readonly title: string;
  readonly titleZh: string;
  /** What who gets it can do. */
  readonly remedy: string;
  readonly remedyZh: string;
};

/** Every kind of problem that a request can meet; the page /docs/errors is made of these. */
export const PROBLEMS = {
  'bad-request': {
    status: 400,
    title: 'The request is not right',
    titleZh: '请求有误',
    remedy: 'Correct what `detail` and `faults` name, by field; /docs/api shows what can be asked.',
    remedyZh: '按 detail 与 faults 逐项更正；接口见 /docs/api。',
  },
  'not-json': {
    status: 400,
    title: 'The body is not valid JSON',
    titleZh: '正文不是有效的 JSON',
    remedy:
      'Send UTF-8 without a byte order mark; `detail` has the position where it stops being JSON, or the member that occurs twice.',
    remedyZh: '以不带字节顺序标记的 UTF-8 发送；detail 给出出错位置，或重复的成员名。',
  },
  'gzip-truncated': {
    status: 400,
    title: 'The packed body is cut short',
    titleZh: '压缩正文不完整',
    remedy: 'Send the whole gzip again; nothing was recorded.',
    remedyZh: '重新发送完整的 gzip；未登记任何内容。',
  },
  'not-gzip': {
    status: 400,
    title: 'The body is not what its content encoding says',
    titleZh: '正文与 Content-Encoding 不符',
    remedy: 'Pack the body with gzip, or leave `Content-Encoding` out.',
    remedyZh: '用 gzip 压缩正文，或去掉 Content-Encoding。',
  },
  'empty-batch': {
    status: 400,
    title: 'The batch is empty',
    titleZh: '批次为空',
    remedy: 'Send 1 to 1,000 items.',
    remedyZh: '每批发送 1 至 1,000 条。',
  },
  'no-key': {
    status: 401,
    title: 'A key is needed',
    titleZh: '需要密钥',
    remedy:
      'Send `Authorization: Bearer KEY` with a key that has neither ended nor been revoked; the officer who gave it can say so by its four-character id.',
    remedyZh: '发送 Authorization: Bearer 密钥；密钥须未过期、未吊销，可凭四位编号向发放人查询。',
  },
  'key-expired': {
    status: 401,
    title: 'The key has expired',
    titleZh: '密钥已过期',
    remedy:
      'Use the key that replaces it, or ask the officer who gave it for another; `detail` has its four-character id, its end and the time here.',
    remedyZh: '改用接替它的密钥，或向发放人申请新的；detail 给出四位编号、到期时间与本机时间。',
  },
  'key-revoked': {
    status: 401,
    title: 'The key was revoked',
    titleZh: '密钥已吊销',
    remedy:
      'Ask the officer who gave it, by the four-character id in `detail`; it is not in force again, ever.',
    remedyZh: '凭 detail 中的四位编号向发放人询问；吊销后不再恢复。',
  },
  'address-not-allowed': {
    status: 403,
    title: 'The key may not be used from this address',
    titleZh: '该地址不可使用此密钥',
    remedy:
      'Send from one of the networks that `detail` names, or ask for a key that has yours; behind a proxy that the operator did not name the address is that of the proxy.',
    remedyZh: '从 detail 所列网段发送，或申请包含本机地址的密钥；若经过未登记的代理，所见为代理的地址。',
  },
  'out-of-scope': {
    status: 403,
    title: 'The key may not do this',
    titleZh: '密钥无此权限',
    remedy:
      'Ask the officer for the scope that `detail` names, or use the key that has it; sending it again with this key changes nothing.',
    remedyZh: '向发放人申请 detail 所列权限，或改用具有该权限的密钥；用此密钥重发无济于事。',
  },
  'not-found': {
    status: 404,
    title: 'There is no such record',
    titleZh: '没有这条记录',
    remedy: 'Look at the id for signs that only look alike, and list what there is.',
    remedyZh: '检查编号中形近的字符，并列出现有记录。',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This method is not allowed here',
    titleZh: '此处不接受该方法',
    remedy: 'Use a method of the header `Allow`.',
    remedyZh: '使用 Allow 响应头所列的方法。',
  },
  'request-timeout': {
    status: 408,
    title: 'The request did not arrive in time',
    titleZh: '请求未及时到达',
    remedy: 'Send it again, in smaller parts on a slow line; it is harmless.',
    remedyZh: '重新发送，线路较慢时分批发送；重发无害。',
  },
  conflict: {
    status: 409,
    title: 'The present state does not allow this',
    titleZh: '当前状态不允许',
    remedy: 'Read the present state, and decide anew; `detail` says what has happened meanwhile.',
    remedyZh: '读取当前状态后重新决定；detail 说明期间发生了什么。',
  },
  'idempotency-conflict': {
    status: 409,
    title: 'The Idempotency-Key was used for another request',
    titleZh: 'Idempotency-Key 已用于另一请求',
    remedy: 'Give a new request a new key; send a request that is repeated unchanged.',
    remedyZh: '新请求使用新键；重发的请求须保持不变。',
  },
  'cursor-too-old': {
    status: 410,
    title: 'What comes after this cursor is not kept any more',
    titleZh: '该游标之后的内容已不再保留',
    remedy: 'Take the cursor `now`, then list what there is, and go on from that cursor.',
    remedyZh: '先取游标 now，再列出现有内容，然后从该游标继续。',
  },
  'too-large': {
    status: 413,
    title: 'The request is too large',
    titleZh: '请求过大',
    remedy: 'Send less at once; `detail` names the limit.',
    remedyZh: '减少每次发送的内容；detail 给出上限。',
  },
  'uri-too-long': {
    status: 414,
    title: 'The address is too long',
    titleZh: '地址过长',
    remedy: 'Ask for less in one address.',
    remedyZh: '缩短地址。',
  },
  'media-type': {
    status: 415,
    title: 'This media type is not accepted',
    titleZh: '不接受该媒体类型',
    remedy: 'Use a content type that `detail` names, and an encoding of the header `Accept-Encoding`.',
    remedyZh: '使用 detail 所列的内容类型及 Accept-Encoding 响应头所列的编码。',
  },
  expectation: {
    status: 417,
    title: 'What is expected is not offered here',
    titleZh: '不支持所期望的行为',
    remedy: 'Leave the header `Expect` out.',
    remedyZh: '去掉 Expect 请求头。',
  },
  'content-mismatch': {
    status: 422,
    title: 'Another content arrived than was announced',
    titleZh: '到达内容与声明不符',
    remedy: 'Cancel the import and send the file again; `detail` has both SHA-256. Nothing was recorded.',
    remedyZh: '取消该导入并重新发送文件；detail 给出两个 SHA-256。未登记任何内容。',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    titleZh: '请求过多',
    remedy: 'Wait as long as `Retry-After` says, then send the same again; it is harmless.',
    remedyZh: '按 Retry-After 等待后原样重发；重发无害。',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    titleZh: '请求头过大',
    remedy: 'Send fewer or shorter headers.',
    remedyZh: '减少或缩短请求头。',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    titleZh: '系统内部错误',
    remedy: 'Tell the operator the header `x-request-id` of the answer; sending it again is harmless.',
    remedyZh: '将响应头 x-request-id 告知运维；重发无害。',
  },
  unavailable: {
    status: 503,
    title: 'A service does not answer',
    titleZh: '服务暂不可用',
    remedy: 'Send the same again after `Retry-After`; it is harmless.',
    remedyZh: '按 Retry-After 原样重发；重发无害。',
  },
  busy: {
    status: 503,
    title: 'Too much waits already',
    titleZh: '积压过多',
    remedy: 'Send the same again after `Retry-After`; it is harmless.',
    remedyZh: '按 Retry-After 原样重发；重发无害。',
  },
} as const satisfies Record<string, KindOfProblem>;

export type ProblemKind = keyof typeof PROBLEMS;

/** Where a kind of problem, or a reason for which an item is refused, is described in Chinese and English. */
export function errorPath(code: string): string {
  return `/docs/errors#${code}`;
}
