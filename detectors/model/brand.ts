// A value that cannot be mistaken for another of the same shape: branded values are made in one place, where they are checked.
declare const brand: unique symbol;
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
