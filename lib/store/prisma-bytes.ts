/** Prisma's type of bytes: backed by an ArrayBuffer and nothing else. */
export function prismaBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
