// A stream cut anew, into pieces of one size: so that what depends on where it was cut does not depend on who delivered it.

export async function* evenPieces(first: Buffer, rest: AsyncIterator<Buffer>, pieceBytes: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let next: IteratorResult<Buffer> = { value: first, done: false };
  for (; next.done !== true; next = await rest.next()) {
    let chunk = next.value;
    while (heldBytes + chunk.length >= pieceBytes) {
      const taken = pieceBytes - heldBytes;
      held.push(chunk.subarray(0, taken));
      yield held.length === 1 ? (held[0] ?? chunk) : Buffer.concat(held);
      held = [];
      heldBytes = 0;
      chunk = chunk.subarray(taken);
    }
    if (chunk.length > 0) held.push(chunk);
    heldBytes += chunk.length;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}
