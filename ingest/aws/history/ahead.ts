// Begins work on the next items while one is waited for, and gives the results in the items' order.

/** `begin` must not reject. What is begun and never taken is left to end by itself. */
export async function* ahead<Item, Result>(
  items: AsyncIterable<Item>,
  count: number,
  begin: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  for await (const item of items) {
    begun.push(begin(item));
    if (begun.length < count) continue;
    const first = begun.shift();
    if (first !== undefined) yield await first;
  }
  for (const result of begun) yield await result;
}
