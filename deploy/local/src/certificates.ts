// The library registers its algorithms through decorators, which require this import first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

export type Certificates = {
  /** The certificate of the authority that signed all of them. PEM. */
  readonly authority: string;
  /** By service: its certificate, which names it, and the key. PEM. */
  readonly of: Readonly<Record<string, { readonly certificate: string; readonly key: string }>>;
};

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const VALID_MS = 3_650 * 86_400_000;

/**
 * Certificates for development: one authority, and for each service one certificate for both ends of a call. The
 * authority's key is discarded, so nobody can sign another.
 */
export async function makeCertificates(services: readonly string[]): Promise<Certificates> {
  const keys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + VALID_MS) };
  const authorityKeys = await keys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: serialNumber(),
    name: 'CN=Duixian development authority',
    keys: authorityKeys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    ],
  });
  const entries = services.map(async (service) => {
    const own = await keys();
    const certificate: X509Certificate = await X509CertificateGenerator.create({
      ...validity,
      serialNumber: serialNumber(),
      subject: `CN=${service}`,
      issuer: authority.subject,
      publicKey: own.publicKey,
      signingKey: authorityKeys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        new SubjectAlternativeNameExtension([{ type: 'dns', value: service }]),
      ],
    });
    const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
    return [service, { certificate: certificate.toString('pem'), key: pemOfKey(key) }] as const;
  });
  return { authority: authority.toString('pem'), of: Object.fromEntries(await Promise.all(entries)) };
}

function serialNumber(): string {
  return webcrypto.randomUUID().replaceAll('-', '').replace(/^./, '1');
}

function pemOfKey(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
