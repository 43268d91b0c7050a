import {
  type ChannelCredentials,
  credentials,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptor,
  status,
} from '@grpc/grpc-js';
import { mayCall } from './grpc-callers.ts';
import type { Secret } from './secret.ts';

/** A certificate, its key, and the authority it trusts; both sides present a certificate (mTLS). PEM. */
export type TlsFiles = { readonly certificate: Secret; readonly key: Secret; readonly authority: Secret };

export function serverCredentials(tls: TlsFiles | undefined): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const pair = { private_key: pem(tls.key), cert_chain: pem(tls.certificate) };
  return ServerCredentials.createSsl(pem(tls.authority), [pair], true);
}

export function clientCredentials(tls: TlsFiles | undefined): ChannelCredentials {
  if (!tls) return credentials.createInsecure();
  return credentials.createSsl(pem(tls.authority), pem(tls.key), pem(tls.certificate));
}

/** Refuses callers that have a valid certificate but no right to call. */
export const onlyCallers: ServerInterceptor = ({ path }, call) =>
  new ServerInterceptingCall(call, {
    start: (next) => {
      const name = call.getAuthContext().sslPeerCertificate?.subject?.CN;
      const caller = Array.isArray(name) ? name[0] : name;
      if (caller === undefined || !mayCall(caller, path)) {
        call.sendStatus({
          code: status.PERMISSION_DENIED,
          details: `${caller ?? 'nobody'} may not call this`,
        });
        return;
      }
      next();
    },
  });

function pem(secret: Secret): Buffer {
  return Buffer.from(secret.reveal());
}
