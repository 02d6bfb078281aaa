import { Fault } from '../../contract/fault.ts';
import type { Encoding } from './encoding.ts';

/** Windows-1252 where it differs from Latin-1 (0x80–0x9F); five bytes mean nothing there and stay as they are. */
const windows: Record<string, string> = Object.fromEntries(
  [...'€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'].map((letter, at) => [String.fromCharCode(0x80 + at), letter]),
);

/** Bytes of a one-byte or two-byte encoding to UTF-8, a piece at a time. */
export class Decoder {
  private readonly encoding: Encoding;
  private carry = Buffer.alloc(0);
  private first = true;
  /** Halves of surrogate pairs without their other half, which no text holds; each becomes U+FFFD. */
  damaged = 0;

  constructor(encoding: Encoding) {
    this.encoding = encoding;
  }

  add(piece: Buffer): Buffer {
    if (this.encoding === 'iso-8859-1') return Buffer.from(piece.toString('latin1'));
    if (this.encoding === 'windows-1252') return Buffer.from(fromWindows(piece));
    return Buffer.from(this.wide(piece));
  }

  private wide(piece: Buffer): string {
    let bytes = this.carry.length > 0 ? Buffer.concat([this.carry, piece]) : Buffer.from(piece);
    let end = bytes.length - (bytes.length % 2);
    const high = end >= 2 ? bytes[this.encoding === 'utf-16le' ? end - 1 : end - 2]! : 0;
    if (high >= 0xd8 && high <= 0xdb) end -= 2;
    this.carry = Buffer.from(bytes.subarray(end));
    bytes = bytes.subarray(0, end);
    if (this.encoding === 'utf-16be') bytes.swap16();
    return this.clean(bytes.toString('utf16le'));
  }

  private clean(text: string): string {
    const unmarked = this.first && text.startsWith('\ufeff') ? text.slice(1) : text;
    if (text.length > 0) this.first = false;
    this.damaged += unmarked.match(/\p{Surrogate}/gu)?.length ?? 0;
    return unmarked;
  }

  end(name: string): Buffer {
    if (this.carry.length % 2 === 1)
      throw new Fault(
        'file-unreadable',
        `${name} ends in the middle of a letter: its bytes are uneven for UTF-16. Ask for it again.`,
        {
          place: { file: name },
        },
      );
    if (this.carry.length > 0) this.damaged++;
    return this.carry.length > 0 ? Buffer.from('\ufffd') : Buffer.alloc(0);
  }
}

function fromWindows(piece: Buffer): string {
  const text = piece.toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (letter) => windows[letter]!);
}
