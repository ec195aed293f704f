/**
 * Writes a chart archive that depends on nothing but its files: the same names and bytes give the same digest on every
 * machine and with every version of Node.js. Pure.
 */
import { crc32 } from 'node:zlib';
import { Header, Pax } from 'tar';

export interface ChartFile {
  /** Relative to the chart, with `/`. */
  readonly path: string;
  readonly content: Buffer;
}

const block = 512; // of tar
const storedBytes = 0xffff; // largest stored block of DEFLATE (RFC 1951, 3.2.4)

/** The bytes of `NAME-VERSION.tgz`: every file under `name`/, sorted, owned by nobody, of the year 1970. */
export function packageFiles(name: string, files: readonly ChartFile[]): Buffer {
  const sorted = files.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const entries = sorted.flatMap(({ path, content }) => [
    ...headers(`${name}/${path}`, content.length),
    content,
    Buffer.alloc(-content.length & (block - 1)),
  ]);
  return gzipStored(Buffer.concat([...entries, Buffer.alloc(2 * block)]));
}

function headers(path: string, size: number): Buffer[] {
  const mtime = new Date(0);
  const header = new Header({ path, size, mtime, mode: 0o644, uid: 0, gid: 0, type: 'File' });
  const needsExtended = header.encode();
  const encoded: Buffer = header.block ?? Buffer.alloc(block);
  return needsExtended ? [new Pax({ path, mtime }).encode(), encoded] : [encoded];
}

/** gzip (RFC 1952) without compression: compressors differ between processors and versions, stored blocks cannot. */
function gzipStored(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])];
  for (let start = 0; start < bytes.length; start += storedBytes) {
    const piece = bytes.subarray(start, start + storedBytes);
    const head = Buffer.alloc(5);
    head.writeUInt8(start + storedBytes >= bytes.length ? 1 : 0, 0);
    head.writeUInt16LE(piece.length, 1);
    head.writeUInt16LE(~piece.length & 0xffff, 3);
    parts.push(head, piece);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length % 2 ** 32, 4);
  return Buffer.concat([...parts, trailer]);
}
